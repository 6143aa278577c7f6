import { SegmentedControl } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconCheck, IconLogout } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Area } from '../areas.ts'
import { Sheet } from '../components/dialog.tsx'
import { languageNames, languages, useLanguage, useText } from '../i18n/i18n.ts'
import { usePlace } from '../place.ts'
import { meQuery } from '../session.ts'
import { useSignOut } from './account.ts'
import { Dot } from './dot.tsx'
import css from './more-sheet.module.css'
import { areaLink } from './navigation.ts'
import { colourSchemes, isScheme, usePreferences } from './preferences.ts'

/** Behind the telephone's fifth tab: the other areas, the establishment, and one's own choices. */
export function MoreSheet({ opened, onClose, areas }: { opened: boolean; onClose: () => void; areas: readonly Area[] }): ReactNode {
  const t = useText('shell')
  const { network, establishment, look } = usePlace()
  const { data: me } = useSuspenseQuery(meQuery)
  const language = useLanguage()
  const { scheme, setScheme, setLanguage } = usePreferences()
  const signOut = useSignOut()
  const others = me.networks.filter(({ network_id }) => network_id !== network.network_id)

  return (
    <Sheet opened={opened} onClose={onClose} from="bottom" size="auto" title={network.name}>
      {areas.length > 0 && (
        <nav className={css['group']} aria-label={t('navigation_more')}>
          {areas.map(({ id, icon: Icon }) => (
            <Link key={id} {...areaLink(network.slug, id)} className={css['row'] ?? ''} onClick={onClose}>
              <Icon size={20} stroke={1.5} aria-hidden="true" />
              {t(`areas.${id}`)}
            </Link>
          ))}
        </nav>
      )}
      <h2 className={css['heading']}>{t('place.establishments')}</h2>
      <div className={css['group']}>
        {[null, ...network.establishments].map((one) => {
          const chosen = one?.establishment_id === establishment?.establishment_id
          return (
            <button key={one?.establishment_id ?? ''} type="button" className={css['row']} aria-pressed={chosen} onClick={() => { look(one); onClose() }}>
              {one ? <Dot colour={one.colour} /> : <span className={css['noDot']} />}
              <span className={css['name']}>{one?.name ?? t('place.all')}</span>
              {chosen && <IconCheck size={18} stroke={1.5} aria-hidden="true" />}
            </button>
          )
        })}
      </div>
      {others.length > 0 && (
        <>
          <h2 className={css['heading']}>{t('place.networks')}</h2>
          <div className={css['group']}>
            {others.map(({ network_id, slug, name }) => (
              <Link key={network_id} to="/$network" params={{ network: slug }} search={{ establishment: undefined }} className={css['row'] ?? ''} onClick={onClose}>{name}</Link>
            ))}
          </div>
        </>
      )}
      <h2 className={css['heading']}>{me.account.name}</h2>
      <div className={css['choices']}>
        <SegmentedControl fullWidth aria-label={t('account.language')} value={language} onChange={(value) => { const chosen = languages.find((one) => one === value); if (chosen) setLanguage(chosen) }} data={languages.map((one) => ({ value: one, label: languageNames[one] }))} />
        <SegmentedControl fullWidth aria-label={t('account.colours')} value={scheme} onChange={(value) => isScheme(value) && setScheme(value)} data={colourSchemes.map((one) => ({ value: one, label: t(`account.scheme.${one}`) }))} />
      </div>
      <button type="button" className={css['row']} onClick={signOut}>
        <IconLogout size={20} stroke={1.5} aria-hidden="true" />
        {t('account.sign_out')}
      </button>
    </Sheet>
  )
}
