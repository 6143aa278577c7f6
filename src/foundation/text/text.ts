import i18next from 'i18next'
import type { i18n } from 'i18next'

export type Language = 'fr' | 'en'

/** Sentences of one room: nested keys, i18next plural suffixes and {{values}}. */
export type Texts = { fr: object; en: object }

/** A translator for one language. Keys are `room:path.to.key`. */
export type Translate = (key: string, values?: Record<string, unknown>) => string

export type TextBook = { in(language: Language): Translate; has(key: string): boolean }

/** Gathers the rooms' sentences, one namespace a room. */
export function openTexts(rooms: Readonly<Record<string, Texts>>): TextBook {
  const book: i18n = i18next.createInstance()
  const resources = {
    fr: Object.fromEntries(Object.entries(rooms).map(([name, texts]) => [name, texts.fr])),
    en: Object.fromEntries(Object.entries(rooms).map(([name, texts]) => [name, texts.en]))
  }
  void book.init({ lng: 'fr', fallbackLng: false, resources, ns: Object.keys(rooms), interpolation: { escapeValue: false }, initAsync: false })
  const translators = { fr: book.getFixedT('fr'), en: book.getFixedT('en') }
  return {
    in: (language) => (key, values) => translators[language](key, values ?? {}) as unknown as string,
    has: (key) => book.exists(key, { lng: 'fr' })
  }
}

/** The reader's language from Accept-Language, French when nothing known is asked for. */
export function chooseLanguage(header: string | undefined): Language {
  const ranked = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find((text) => text !== undefined)
      return { tag: tag.slice(0, 2), quality: Number(quality ?? 1) }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  return ranked.find(({ tag }): boolean => tag === 'fr' || tag === 'en')?.tag === 'en' ? 'en' : 'fr'
}
