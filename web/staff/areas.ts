/** The areas of the application, in the order of the navigation. One shows once `routes.ts` lists a page of it. */
import { IconCalendar, IconChartBar, IconSettings, IconShieldCheck, IconUsers, IconWorld } from '@tabler/icons-react'
import type { Right } from './session.ts'

export type Area = {
  /** First segment of its addresses after the network, and the name of its catalogue. */
  id: 'agenda' | 'clients' | 'booking' | 'statistics' | 'settings' | 'promises'
  icon: typeof IconCalendar
  /** Second key after `g`. */
  key: string
  /** Whoever lacks it does not see the area; the server refuses all the same. */
  right: Right
}

export const areas: readonly Area[] = [
  { id: 'agenda', icon: IconCalendar, key: 'a', right: 'agenda:read' },
  { id: 'clients', icon: IconUsers, key: 'c', right: 'clients:read' },
  { id: 'booking', icon: IconWorld, key: 'r', right: 'network:configure' },
  { id: 'statistics', icon: IconChartBar, key: 's', right: 'insight:read' },
  { id: 'settings', icon: IconSettings, key: ',', right: 'network:configure' },
  { id: 'promises', icon: IconShieldCheck, key: 'p', right: 'promises:read' },
]

export type AreaId = Area['id']
