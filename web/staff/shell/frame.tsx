import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { type Command, useCommands } from '../commands.ts'
import { Keys } from '../components/keys.tsx'
import { TopLineSlots } from '../components/page.tsx'
import { PageSkeleton } from '../components/states.tsx'
import { useLastUndo } from '../components/undo.tsx'
import { languageNames, languages, useLanguage, useText } from '../i18n/i18n.ts'
import { useKeyboard } from '../keyboard.ts'
import { recall, remember } from '../memory.ts'
import { usePlace } from '../place.ts'
import { useSignOut } from './account.ts'
import { useConnection } from './connection.ts'
import css from './frame.module.css'
import { areaLink, useAreas } from './navigation.ts'
import { Notice } from './notice.tsx'
import { colourSchemes, usePreferences } from './preferences.ts'
import { Rail } from './rail.tsx'
import { TabBar } from './tab-bar.tsx'
import { TopLine } from './top-line.tsx'

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })))
const Help = lazy(() => import('./help.tsx').then((module) => ({ default: module.Help })))
const SignInAgain = lazy(() => import('./sign-in-again.tsx').then((module) => ({ default: module.SignInAgain })))

type Overlay = 'palette' | 'help' | null

/** Everything around a page: navigation, top line, keyboard, and what lies over it all. */
export function Frame(): ReactNode {
  const t = useText('shell')
  const { network } = usePlace()
  const [overlay, setOverlay] = useState<Overlay>(null)
  const [narrow, setNarrow] = useState(() => recall('rail') === 'narrow')
  const [title, setTitle] = useState<HTMLElement | null>(null)
  const [actions, setActions] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ title, actions }), [title, actions])
  const connection = useConnection(network.network_id)
  const pending = useKeyboard()
  useFrameCommands(setOverlay)
  // Fetched with the first need, kept afterwards so that closing is animated.
  const ever = useRef({ palette: false, help: false })
  if (overlay) ever.current[overlay] = true

  function keepNarrow(value: boolean): void {
    setNarrow(value)
    remember('rail', value ? 'narrow' : 'wide')
  }

  return (
    <TopLineSlots value={slots}>
      <div className={css['frame']} data-narrow={narrow ? '' : undefined}>
        <a href="#page" className={css['skip']}>{t('skip')}</a>
        <Notice {...connection} />
        <Rail narrow={narrow} onNarrow={keepNarrow} onHelp={() => setOverlay('help')} />
        <TopLine titleRef={setTitle} actionsRef={setActions} onSearch={() => setOverlay('palette')} />
        <main id="page" tabIndex={-1} className={css['page']}>
          <Suspense fallback={<PageSkeleton />}><Outlet /></Suspense>
        </main>
        <TabBar />
      </div>
      <Arrival />
      {pending && <div className={css['pending']} aria-hidden="true"><Keys shortcut={pending} />…</div>}
      <Suspense>
        {ever.current.palette && <Palette opened={overlay === 'palette'} onClose={() => setOverlay(null)} />}
        {ever.current.help && <Help opened={overlay === 'help'} onClose={() => setOverlay(null)} />}
        <SignInAgain />
      </Suspense>
    </TopLineSlots>
  )
}

/** Tells a screen reader where a link has led, as a new document would. */
function Arrival(): ReactNode {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const [said, setSaid] = useState('')
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    // The page sets the title as it mounts.
    const timer = setTimeout(() => setSaid(document.title), 100)
    if (document.activeElement === document.body) document.getElementById('page')?.focus()
    return () => clearTimeout(timer)
  }, [path])
  return <p className="unseen" role="status">{said}</p>
}

/** The commands that hold on every page. */
function useFrameCommands(setOverlay: (overlay: Overlay) => void): void {
  const t = useText('shell')
  const tCommon = useText('common')
  const { network, establishment, can, look } = usePlace()
  const navigate = useNavigate()
  const language = useLanguage()
  const { scheme, setScheme, setLanguage } = usePreferences()
  const signOut = useSignOut()
  const undo = useLastUndo()

  const going = useAreas(can).map(({ id, icon, key }): Command => ({
    id, icon, group: 'go', shortcut: `g ${key}`, label: t(`areas.${id}`), run: () => void navigate(areaLink(network.slug, id)),
  }))
  const looking = [null, ...network.establishments]
    .filter((one) => one?.slug !== establishment?.slug)
    .map((one): Command => ({ id: `look-${one?.slug ?? ''}`, group: 'go', label: t('place.look', { name: one?.name ?? t('place.all') }), run: () => look(one) }))
  const own: Command[] = [
    { id: 'search', group: 'app', shortcut: '/', keyOnly: true, label: t('search.open'), run: () => setOverlay('palette') },
    { id: 'palette', group: 'app', shortcut: 'mod+k', whileTyping: true, keyOnly: true, label: t('search.palette'), run: () => setOverlay('palette') },
    { id: 'help', group: 'app', shortcut: '?', label: t('help.title'), run: () => setOverlay('help') },
    ...(undo ? [{ id: 'undo', group: 'app', shortcut: 'mod+z', label: tCommon('undo.what', { done: undo.done }), run: undo.run } as const] : []),
    ...colourSchemes.filter((one) => one !== scheme).map((one): Command => ({
      id: `scheme-${one}`, group: 'app', label: t('account.use_scheme', { scheme: t(`account.scheme.${one}`) }), keywords: t('account.colours'), run: () => setScheme(one),
    })),
    ...languages.filter((one) => one !== language).map((one): Command => ({ id: `language-${one}`, group: 'app', label: languageNames[one], keywords: t('account.language'), run: () => setLanguage(one) })),
    { id: 'sign-out', group: 'app', label: t('account.sign_out'), run: signOut },
  ]
  useCommands([...going, ...looking, ...own])
}
