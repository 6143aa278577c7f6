import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './settings.module.css'

/** A state told by shape and word: `on` is the word for it, null when it is off. */
export function State({ on, off }: { on: string | null; off: string }): ReactNode {
  const Icon = on === null ? IconCircleDashed : IconCircleCheck
  return <span className={css['state']} data-on={on === null ? undefined : ''}><Icon size={16} aria-hidden="true" />{on ?? off}</span>
}
