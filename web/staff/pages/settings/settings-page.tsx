import { Link, type LinkOptions, linkOptions } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { Page } from '../../components/page.tsx'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import css from './settings.module.css'

export type SettingsPart = 'establishments' | 'network' | 'members' | 'notice'

export type SettingsPageProps = { part: SettingsPart; actions?: ReactNode; children: ReactNode }

/** A page of the settings, with the way to the others. */
export function SettingsPage({ part, actions, children }: SettingsPageProps): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()
  const params = { network: network.slug }
  const parts: { id: SettingsPart; link: LinkOptions }[] = [
    { id: 'establishments', link: linkOptions({ to: '/$network/settings', params }) },
    { id: 'network', link: linkOptions({ to: '/$network/settings/network', params }) },
    { id: 'members', link: linkOptions({ to: '/$network/settings/members', params }) },
    { id: 'notice', link: linkOptions({ to: '/$network/settings/notice', params }) },
  ]
  return (
    <Page title={t('title')} actions={actions}>
      <Tabs label={t('title')} current={part} tabs={parts.map(({ id, link }) => ({ id, link, label: t(`parts.${id}`) }))} />
      {children}
    </Page>
  )
}

/** Pages side by side, as links: each has its address. */
export function Tabs({ label, current, tabs }: { label: string; current: string; tabs: readonly { id: string; label: string; link: LinkOptions }[] }): ReactNode {
  const list = useRef<HTMLUListElement>(null)
  // On a telephone the tabs run out of the screen: the present one is brought into it.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-current]')
    if (list.current && tab) list.current.scrollLeft = tab.offsetLeft - list.current.offsetLeft - 24
  }, [current])
  return (
    <nav aria-label={label} className={css['tabs']}>
      <ul ref={list}>
        {tabs.map(({ id, label: name, link }) => (
          <li key={id}><Link {...link} activeOptions={{ exact: true, includeSearch: false }} aria-current={id === current ? 'page' : undefined}>{name}</Link></li>
        ))}
      </ul>
    </nav>
  )
}
