import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { families, type Family, trades } from '../../../../src/business/networks/trades.ts'
import { folded } from '../../commands.ts'
import { useLanguage } from '../../i18n/i18n.ts'

type Option = { value: string; label: string }
type Group = { group: string; items: readonly (string | Option)[] }

/** An activity: one of the trades that the directory knows, in the reader's words, or one's own words. */
export function ActivityInput({ value, onChange, ...input }: Pick<AutocompleteProps, 'label' | 'description' | 'error'> & { value: string; onChange: (activity: string) => void }): ReactNode {
  const language = useLanguage()
  const groups = useMemo(
    () =>
      (Object.keys(families) as Family[]).map((family) => ({
        group: families[family][language],
        items: Object.values(trades).filter((trade) => trade.family === family).map((trade) => trade[language]),
      })),
    [language],
  )
  const words = useMemo(() => new Map(Object.values(trades).map((trade) => [trade[language], folded(`${trade.fr} ${trade.en} ${trade.also ?? ''}`)])), [language])

  function codeOf(text: string): string {
    return Object.entries(trades).find(([, trade]) => folded(trade[language]) === folded(text.trim()))?.[0] ?? text
  }

  return (
    <Autocomplete
      {...input}
      value={trades[value]?.[language] ?? value}
      onChange={(text) => onChange(codeOf(text))}
      data={groups}
      filter={({ options, search }) => {
        const wanted = folded(search).split(/\s+/).filter(Boolean)
        const fits = (item: string | Option): boolean => {
          const label = typeof item === 'string' ? item : item.label
          return wanted.every((word) => (words.get(label) ?? folded(label)).includes(word))
        }
        return (options as readonly Group[]).map((group) => ({ ...group, items: group.items.filter(fits) })).filter(({ items }) => items.length > 0) as never
      }}
      limit={60}
      maxLength={80}
      autoComplete="off"
    />
  )
}
