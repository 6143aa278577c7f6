import { Link } from '@tanstack/react-router'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import { Keys } from '../components/keys.tsx'
import { usePlace } from '../place.ts'
import { areaLink, useAreas } from './navigation.ts'
import css from './rail.module.css'
import { Switcher } from './switcher.tsx'
import { UserMenu } from './user-menu.tsx'

/** The left edge: where one is, where one can go, who one is. Narrow it keeps only the signs. */
export function Rail({ narrow, onNarrow, onHelp }: { narrow: boolean; onNarrow: (narrow: boolean) => void; onHelp: () => void }): ReactNode {
  const t = useText('shell')
  const { network, can } = usePlace()
  const areas = useAreas(can)
  const Toggle = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <div className={css['rail']} data-narrow={narrow ? '' : undefined}>
      <div className={css['place']}><Switcher /></div>
      <nav className={css['nav']} aria-label={t('navigation')}>
        {areas.map(({ id, icon: Icon, key }) => (
          <Link key={id} {...areaLink(network.slug, id)} className={css['link'] ?? ''} title={narrow ? t(`areas.${id}`) : undefined}>
            <Icon size={18} stroke={1.5} aria-hidden="true" />
            <span className={css['label']}>{t(`areas.${id}`)}</span>
            <span className={css['hint']} aria-hidden="true"><Keys shortcut={`g ${key}`} /></span>
          </Link>
        ))}
      </nav>
      <div className={css['foot']}>
        <UserMenu onHelp={onHelp} />
        <button type="button" className={css['toggle']} aria-pressed={narrow} aria-label={t('narrow')} title={t('narrow')} onClick={() => onNarrow(!narrow)}>
          <Toggle size={18} stroke={1.5} aria-hidden="true" />
        </button>
      </div>
    </div>
  )
}
