import { Link } from '@tanstack/react-router'
import { IconDots } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { usePlace } from '../place.ts'
import { areaLink, useAreas } from './navigation.ts'
import css from './tab-bar.module.css'

const MoreSheet = lazy(() => import('./more-sheet.tsx').then(({ MoreSheet: component }) => ({ default: component })))

/** What a thumb reaches: the first four areas, and the rest behind a fifth. */
const TABS = 4

/** The bottom edge on a telephone. */
export function TabBar(): ReactNode {
  const t = useText('shell')
  const { network, can } = usePlace()
  const [more, setMore] = useState<'never' | 'open' | 'closed'>('never')
  const areas = useAreas(can)
  return (
    <>
      <nav className={css['bar']} aria-label={t('navigation')}>
        {areas.slice(0, TABS).map(({ id, icon: Icon }) => (
          <Link key={id} {...areaLink(network.slug, id)} className={css['tab'] ?? ''}>
            <Icon size={22} stroke={1.5} aria-hidden="true" />
            <span>{t(`tabs.${id}`)}</span>
          </Link>
        ))}
        <button type="button" className={css['tab']} aria-haspopup="dialog" onClick={() => setMore('open')}>
          <IconDots size={22} stroke={1.5} aria-hidden="true" />
          <span>{t('tabs.more')}</span>
        </button>
      </nav>
      {more !== 'never' && (
        <Suspense>
          <MoreSheet opened={more === 'open'} onClose={() => setMore('closed')} areas={areas.slice(TABS)} />
        </Suspense>
      )}
    </>
  )
}
