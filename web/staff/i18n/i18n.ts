/** The reader's language: which it is, where it is remembered, and how the catalogues arrive. */
import i18next, { type BackendModule } from 'i18next'
import { useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { setApiLanguage } from '../api.ts'
import { createFormat, type Format, type Language } from '../format.ts'
import { recall, remember } from '../memory.ts'
import type { CatalogueName, FullTextKey, Say, TextValues } from './catalogues.ts'

export const languages = ['fr', 'en'] as const satisfies readonly Language[]

/** Each language's name in itself. */
export const languageNames: Record<Language, string> = { fr: 'Français', en: 'English' }

const isLanguage = (value: unknown): value is Language => value === 'fr' || value === 'en'

/** Chosen here before, else the browser's first language that we speak, else French. */
function initialLanguage(): Language {
  const chosen = recall('language')
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'fr'
}

const files = import.meta.glob<{ default: object }>('./*/*.json')

/** Fetches a catalogue when it is first needed, one small file for each language and area. */
const catalogueFiles: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, area, done) => {
    const file = files[`./${language}/${area}.json`]
    if (!file) return done(new Error(`no catalogue ${language}/${area}`), false)
    file().then((module) => done(null, module.default), (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false))
  },
}

/** Whether an area has sentences of its own. */
export const hasCatalogue = (area: string): boolean => `./fr/${area}.json` in files

/** The present language. */
export const currentLanguage = (): Language => (i18next.language === 'en' ? 'en' : 'fr')

function applied(language: Language): void {
  document.documentElement.lang = language
  setApiLanguage(language)
}

/** Speaks another language from now on, here and in what the server answers, and remembers it on this device. */
export async function changeLanguage(language: Language): Promise<void> {
  remember('language', language)
  await i18next.changeLanguage(language)
}

/** Speaks the account's language on a device where nobody has chosen one. */
export async function adoptLanguage(language: Language): Promise<void> {
  if (!isLanguage(recall('language')) && language !== currentLanguage()) await i18next.changeLanguage(language)
}

/** Starts i18next with what the frame needs; areas' catalogues follow with their pages. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => isLanguage(language) && applied(language))
  await i18next.use(catalogueFiles).use(initReactI18next).init({
    lng: initialLanguage(),
    supportedLngs: languages,
    fallbackLng: false,
    ns: ['common', 'shell'],
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    react: { useSuspense: true },
  })
}

/**
 * The sentences of an area: `const t = useText('clients')`, `t('card.title', { name })`. Suspends while the catalogue
 * is fetched, the first time.
 */
export function useText<Name extends CatalogueName>(name: Name): Say<Name> {
  return useTranslation(name).t as unknown as Say<Name>
}

/** A sentence outside components, from a catalogue that is already there: `say('common:retry')`. */
export const say = (key: FullTextKey, values: TextValues = {}): string => (i18next.t as (key: string, values: TextValues) => string)(key, values)

/** The present language, for components. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'fr'
}

/** How dates, money and numbers are said here, in `zone`. */
export function useFormatIn(zone: string): Format {
  const language = useLanguage()
  return useMemo(() => createFormat(language, zone), [language, zone])
}
