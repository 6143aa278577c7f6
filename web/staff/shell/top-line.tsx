import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import { Keys } from '../components/keys.tsx'
import css from './top-line.module.css'

export type TopLineProps = {
  /** Receive the elements that the page fills. */
  titleRef: (element: HTMLElement | null) => void
  actionsRef: (element: HTMLElement | null) => void
  onSearch: () => void
}

/** The line above the page: its title, the search, its actions. */
export function TopLine({ titleRef, actionsRef, onSearch }: TopLineProps): ReactNode {
  const t = useText('shell')
  return (
    <header className={css['line']}>
      <div ref={titleRef} className={css['title']} />
      <button type="button" className={css['search']} aria-label={t('search.open')} aria-keyshortcuts="/ Control+K Meta+K" onClick={onSearch}>
        <IconSearch size={16} stroke={1.5} aria-hidden="true" />
        <span className={css['words']}>{t('search.open')}</span>
        <span className={css['hint']} aria-hidden="true"><Keys shortcut="/" /></span>
      </button>
      <div ref={actionsRef} className={css['actions']} />
    </header>
  )
}
