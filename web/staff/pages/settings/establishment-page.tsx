import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { linkOptions, notFound, useNavigate, useParams } from '@tanstack/react-router'
import { IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { api } from '../../api.ts'
import { Page } from '../../components/page.tsx'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { AgendasTab } from './agendas-tab.tsx'
import { ClosuresTab } from './closures-tab.tsx'
import { type Establishment, establishmentsQuery, networkPath, useAct } from './data.ts'
import { HoursTab } from './hours-tab.tsx'
import { IdentityTab } from './identity-tab.tsx'
import { OnlineTab } from './online-tab.tsx'
import { ServicesTab } from './services-tab.tsx'
import { Tabs } from './settings-page.tsx'

const tabs = ['identity', 'hours', 'closures', 'online', 'agendas', 'services'] as const
export type EstablishmentTab = (typeof tabs)[number]

const contents: Record<EstablishmentTab, (props: { place: Establishment }) => ReactNode> = {
  identity: IdentityTab,
  hours: HoursTab,
  closures: ClosuresTab,
  online: OnlineTab,
  agendas: AgendasTab,
  services: ServicesTab,
}

/** One establishment, tab by tab. */
export function EstablishmentPage(): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const { establishment, tab } = useParams({ from: '/in/$network/settings/establishments/$establishment/$tab' })
  const { data, error, refetch } = useQuery(establishmentsQuery(network.network_id))
  const place = data?.find(({ establishment_id }) => establishment_id === establishment)
  const current = tabs.find((one) => one === tab)
  if (current === undefined || (data && !place)) throw notFound()
  const Content = contents[current]
  const link = (one: EstablishmentTab) => linkOptions({ to: '/$network/settings/establishments/$establishment/$tab', params: { network: network.slug, establishment, tab: one } })
  return (
    <Page
      title={place?.name ?? '…'}
      crumbs={[{ label: t('parts.establishments'), link: linkOptions({ to: '/$network/settings', params: { network: network.slug } }) }]}
      actions={place && <More place={place} />}
    >
      <Tabs label={place?.name ?? ''} current={current} tabs={tabs.map((one) => ({ id: one, label: t(`tabs.${one}`), link: link(one) }))} />
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonLines lines={6} />}
      {place && <Content key={place.establishment_id} place={place} />}
    </Page>
  )
}

function More({ place }: { place: Establishment }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const navigate = useNavigate()
  const act = useAct()
  const path = `${networkPath(network.network_id)}/establishments/${place.establishment_id}`
  const archive = (): void =>
    act.mutate(
      { write: () => api.post(`${path}/archive`), done: t('establishments.archived', { name: place.name }), undo: () => restored(path, place) },
      { onSuccess: () => void navigate({ to: '/$network/settings', params: { network: network.slug } }) },
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="default" aria-label={t('more')} px="var(--s2)"><IconDots size={18} aria-hidden="true" /></Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`/${network.slug}/${place.slug}`} target="_blank" rel="noopener" disabled={!place.online}>{t('establishments.see_page')}</Menu.Item>
        <Menu.Item onClick={archive}>{t('establishments.archive')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Archiving hid it; taking that back shows it again as it was. */
async function restored(path: string, { online, listed }: Establishment): Promise<void> {
  await api.post(`${path}/restore`)
  if (online) await api.patch(path, { online, listed })
}
