import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readSource, type Use } from './reading.ts'

const folder = import.meta.dirname
const staff = join(folder, '..')
const languages = ['fr', 'en'] as const

type Catalogue = ReadonlyMap<string, string>

function flattened(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, part]): [string, string][] => {
    const at = path ? `${path}.${key}` : key
    return typeof part === 'string' ? [[at, part]] : flattened(part, at)
  })
}

const names = globSync('fr/*.json', { cwd: folder }).map((file) => file.slice(3, -5)).sort()
const catalogues = Object.fromEntries(languages.map((language) => [
  language,
  Object.fromEntries(globSync(`${language}/*.json`, { cwd: folder }).map((file) => [
    file.slice(language.length + 1, -5),
    new Map(flattened(JSON.parse(readFileSync(join(folder, file), 'utf8')))) as Catalogue,
  ])),
])) as Record<'fr' | 'en', Record<string, Catalogue>>

const pluralForm = /_(zero|one|two|few|many|other)$/
const base = (key: string): string => key.replace(pluralForm, '')
const holes = (sentence: string): string[] => [...new Set([...sentence.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? ''))].sort()
const keysOf = (catalogue: Catalogue | undefined): string[] => [...new Set([...(catalogue?.keys() ?? [])].map(base))].sort()
const sentences = (language: 'fr' | 'en'): { at: string; sentence: string }[] =>
  names.flatMap((name) => [...(catalogues[language][name] ?? [])].map(([key, sentence]) => ({ at: `${language}/${name}:${key}`, sentence })))

const sources = globSync('**/*.{ts,tsx}', { cwd: staff }).filter((file) => !/\.(test|d)\.tsx?$/.test(file)).map((file) => readSource(join(staff, file)))
const uses = sources.flatMap((source) => source.uses)

/** Whether a use asks for a key: literally, or by a template whose written parts fit. */
function asksFor({ name, key }: Use, wantedName: string, wantedKey: string): boolean {
  if (name !== wantedName) return false
  if (!key.includes('*')) return key === wantedKey
  const pattern = key.split('*').map((part) => part.replaceAll('.', '\\.')).join('[^.]+')
  return new RegExp(`^${pattern}$`).test(wantedKey)
}

test('both languages have the same catalogues and the same keys', () => {
  assert.deepEqual(Object.keys(catalogues.en).sort(), names)
  for (const name of names) assert.deepEqual(keysOf(catalogues.en[name]), keysOf(catalogues.fr[name]), name)
})

test('every sentence has the same holes in both languages', () => {
  for (const name of names) {
    for (const [key, sentence] of catalogues.fr[name] ?? []) {
      const english = catalogues.en[name]?.get(key) ?? catalogues.en[name]?.get(`${base(key)}_other`) ?? ''
      if (!pluralForm.test(key)) assert.deepEqual(holes(english), holes(sentence), `${name}:${key}`)
    }
  }
})

test('plural forms are those of the language, all of them', () => {
  for (const language of languages) {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    for (const name of names) {
      const groups = Map.groupBy([...(catalogues[language][name] ?? [])].filter(([key]) => pluralForm.test(key)), ([key]) => base(key))
      for (const [key, forms] of groups) {
        assert.deepEqual(forms.map(([form]) => form.slice(key.length + 1)).sort(), wanted, `${language}/${name}:${key}`)
        const other = forms.find(([form]) => form.endsWith('_other'))?.[1] ?? ''
        assert.ok(holes(other).includes('count'), `${language}/${name}:${key} says its number`)
      }
    }
  }
})

test('keys are written where they are used', () => {
  assert.deepEqual(sources.flatMap((source) => source.faults), [])
  assert.ok(uses.length > 50, 'the reading finds uses at all')
})

test('every key used exists', () => {
  const missing = uses.filter((use) => !keysOf(catalogues.fr[use.name]).some((key) => asksFor(use, use.name, key)))
  assert.deepEqual(missing.map(({ file, name, key }) => `${file}: ${name}:${key}`), [])
})

test('every key is used', () => {
  const unused = names.flatMap((name) => keysOf(catalogues.fr[name]).filter((key) => !uses.some((use) => asksFor(use, name, key))).map((key) => `${name}:${key}`))
  assert.deepEqual(unused, [])
})

test('every hole in a sentence is filled where it is said', () => {
  const empty = uses.flatMap((use) => {
    if (use.values === null) return []
    const wanted = new Set([...(catalogues.fr[use.name] ?? [])].filter(([key]) => asksFor(use, use.name, base(key))).flatMap(([, sentence]) => holes(sentence)))
    return [...wanted].filter((hole) => !use.values?.includes(hole)).map((hole) => `${use.file}: ${use.name}:${use.key} {{${hole}}}`)
  })
  assert.deepEqual(empty, [])
})

test('French signs keep their no-break space, and apostrophes are typographic', () => {
  const faults = sentences('fr').filter(({ sentence }) => /[^\u202f\u00a0][;!?»]|[^\u00a0\u202f]:(?!\/\/)|«[^\u00a0\u202f]|'|\.\.\./.test(sentence.replaceAll(/\{\{.*?\}\}/g, 'x').replaceAll(/\d:\d/g, '')))
  assert.deepEqual(faults, [])
})

test('English has typographic quotes and no space before its signs', () => {
  const faults = sentences('en').filter(({ sentence }) => /\s[;:!?]|'|"|\.\.\./.test(sentence.replaceAll(/\{\{.*?\}\}/g, 'x')))
  assert.deepEqual(faults, [])
})

test('no sentence is empty or left in the other language', () => {
  for (const { at, sentence } of [...sentences('fr'), ...sentences('en')]) assert.notEqual(sentence.trim(), '', at)
  const words = (sentence: string): string => sentence.replaceAll(/\{\{.*?\}\}/g, '')
  const same = names.flatMap((name) => [...(catalogues.fr[name] ?? [])].filter(([key, sentence]) => words(sentence).length > 14 && catalogues.en[name]?.get(key) === sentence).map(([key]) => key))
  assert.deepEqual(same, [])
})
