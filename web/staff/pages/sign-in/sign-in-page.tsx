import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { adoptLanguage, changeLanguage, languageNames, languages, useLanguage, useText } from '../../i18n/i18n.ts'
import { meQuery } from '../../session.ts'
import { Mark } from '../../shell/mark.tsx'
import { SignInForm } from '../../shell/sign-in-form.tsx'
import css from './sign-in-page.module.css'

/** The door. `to` is where somebody was going, an address within the application. */
export function SignInPage({ to }: { to: string | undefined }): ReactNode {
  const t = useText('shell')
  const client = useQueryClient()
  const router = useRouter()
  const language = useLanguage()
  useEffect(() => {
    document.title = `${t('sign_in.title')} · Réserve`
  }, [t])

  async function onDone(): Promise<void> {
    const me = await client.fetchQuery({ ...meQuery, staleTime: 0 })
    await adoptLanguage(me.account.language)
    router.history.push(router.options.basepath + (to ?? '/'))
  }

  return (
    <div className={css['page']}>
      <main className={css['door']}>
        <div className={css['name']}><Mark size={28} /><span>Réserve</span></div>
        <div className={css['middle']}>
          <h1 className={css['title']}>{t('sign_in.title')}</h1>
          <SignInForm onDone={onDone} />
        </div>
        <nav className={css['languages']} aria-label={t('account.language')}>
          {languages.map((one) => (
            <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => void changeLanguage(one)}>{languageNames[one]}</button>
          ))}
        </nav>
      </main>
      <Day />
    </div>
  )
}

const FIRST_HOUR = 8
const HOURS = 12
/** Times taken in a made-up day: column, start and length in hours, colour. Drawn for the eye; it says nothing. */
const taken = [
  { column: 0, from: 9, hours: 1, colour: 'blue' }, { column: 0, from: 10.5, hours: 1.5, colour: 'blue' }, { column: 0, from: 14, hours: 2, colour: 'blue' }, { column: 0, from: 17, hours: 0.75, colour: 'blue' },
  { column: 1, from: 8.5, hours: 1.5, colour: 'orange' }, { column: 1, from: 11, hours: 0.75, colour: 'orange' }, { column: 1, from: 13.5, hours: 1, colour: 'orange' }, { column: 1, from: 15, hours: 1.5, colour: 'orange' },
  { column: 2, from: 9.5, hours: 0.75, colour: 'green' }, { column: 2, from: 10.5, hours: 1, colour: 'green' }, { column: 2, from: 14.5, hours: 2.5, colour: 'green' },
] as const

/** A page of a diary, ruled, with the present hour. */
function Day(): ReactNode {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000)
    return () => clearInterval(timer)
  }, [])
  const hour = now.getHours() + now.getMinutes() / 60
  const share = (hours: number): string => `${(hours / HOURS) * 100}%`
  return (
    <div className={css['day']} aria-hidden="true">
      <div className={css['hours']}>
        {Array.from({ length: HOURS }, (_, index) => <span key={index} style={{ top: share(index) }}>{FIRST_HOUR + index}</span>)}
        {taken.map(({ column, from, hours, colour }) => (
          <i
            key={`${column}-${from}`}
            style={{
              top: share(from - FIRST_HOUR), height: `calc(${share(hours)} - 3px)`, left: `calc(2.5rem + (100% - 2.5rem) / 3 * ${column})`,
              background: `var(--${colour}-fill)`, borderLeftColor: `var(--${colour}-hue)`,
            }}
          />
        ))}
        {hour >= FIRST_HOUR && hour < FIRST_HOUR + HOURS && <b style={{ top: share(hour - FIRST_HOUR) }} />}
      </div>
    </div>
  )
}
