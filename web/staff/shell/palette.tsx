import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { areas } from '../areas.ts'
import { type Command, type CommandGroup, find, useCommandList } from '../commands.ts'
import { Keys } from '../components/keys.tsx'
import { usePlace } from '../place.ts'
import { searchSources } from '../search.ts'
import css from './palette.module.css'

type Option = { id: string; label: string; detail?: string; shortcut?: string; icon?: Command['icon'] | undefined; choose: () => void }
type Section = { heading: string; options: readonly Option[] }

const groups: readonly CommandGroup[] = ['page', 'go', 'app']

/** Shorter texts find too much to be worth asking the server. */
const SEARCH_FROM = 2

/**
 * Find anything, do anything: commands, and what the areas find on the server. A combobox of our own because
 * Mantine's Spotlight does not tell a screen reader which entry is chosen.
 */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useText('shell')
  return (
    <Modal.Root opened={opened} onClose={onClose} size={620} yOffset="12dvh" xOffset="0.75rem">
      <Modal.Overlay />
      <Modal.Content aria-label={t('search.open')}>
        <Finder onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  )
}

function Finder({ onClose }: { onClose: () => void }): ReactNode {
  const t = useText('shell')
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const commands = useCommandSections(query)
  const { sections: found, searching } = useFound(query)
  const sections = [...found, ...commands].filter(({ options }) => options.length > 0)
  const options = sections.flatMap((section) => section.options)
  const active = options[Math.min(at, options.length - 1)]
  const optionId = (option: Option): string => `${listId}-${option.id}`

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active?.id])

  function choose(option: Option | undefined): void {
    if (!option) return
    onClose()
    // The dialogue gives the focus back first; a command that moves it then has the last word.
    setTimeout(option.choose)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    const last = options.length - 1
    const moved = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: Math.min(at + 8, last), PageUp: Math.max(at - 8, 0) }[event.key]
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(active)
    } else if (moved !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, moved))
    }
  }

  const prompt = searchSources.length > 0 ? t('search.prompt') : t('search.prompt_commands')
  return (
    <>
      <div className={css['field']}>
        <IconSearch size={18} stroke={1.5} aria-hidden="true" />
        <input
          className={css['input']}
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={active ? optionId(active) : undefined}
          aria-label={prompt}
          placeholder={prompt}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={query}
          onChange={({ currentTarget }) => { setQuery(currentTarget.value); setAt(0) }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={t('search.results')} className={css['list']}>
        {sections.map(({ heading, options: inSection }, index) => (
          <div key={heading} role="group" aria-labelledby={`${listId}-heading-${index}`}>
            <div id={`${listId}-heading-${index}`} className={css['heading']} role="presentation">{heading}</div>
            {inSection.map((option) => {
              const Icon = option.icon
              return (
                // The keyboard stays in the field above, as a combobox has it; this is for the pointer.
                <div
                  key={option.id}
                  id={optionId(option)}
                  role="option"
                  aria-selected={option === active}
                  className={css['option']}
                  onMouseMove={() => setAt(options.indexOf(option))}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => choose(option)}
                >
                  <span className={css['icon']}>{Icon && <Icon size={16} stroke={1.5} />}</span>
                  <span className={css['label']}>{option.label}</span>
                  {option.detail && <span className={css['detail']}>{option.detail}</span>}
                  {option.shortcut && <Keys shortcut={option.shortcut} />}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      <p className={options.length === 0 ? css['nothing'] : 'unseen'} role="status">
        {searching ? t('search.searching') : options.length === 0 ? t('search.nothing', { query }) : t('search.count', { count: options.length })}
      </p>
    </>
  )
}

function useCommandSections(query: string): Section[] {
  const t = useText('shell')
  const matching = find(useCommandList(), query)
  return groups.map((group) => ({
    heading: t(`groups.${group}`),
    options: matching
      .filter((command) => !command.keyOnly && (command.group ?? 'page') === group)
      .map(({ id, label, shortcut, icon, run }) => ({ id: `command-${group}-${id}`, label, icon, choose: run, ...(shortcut ? { shortcut } : {}) })),
  }))
}

function useFound(query: string): { sections: Section[]; searching: boolean } {
  const t = useText('shell')
  const { network } = usePlace()
  const router = useRouter()
  const text = query.trim()
  const [asked] = useDebouncedValue(text, 120)
  const wanted = asked.length >= SEARCH_FROM
  const answers = useQueries({
    queries: searchSources.map((source) => ({
      queryKey: [network.network_id, 'search', source.area, asked],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.search(network, asked, signal),
      enabled: wanted,
      placeholderData: keepPreviousData,
      staleTime: 10_000,
    })),
  })
  const sections = searchSources.map(({ area }, index) => ({
    heading: t(`areas.${area}`),
    options: text.length < SEARCH_FROM ? [] : (answers[index]?.data ?? []).map(({ id, label, detail, href }) => ({
      id: `hit-${area}-${id}`,
      label,
      icon: areas.find((one) => one.id === area)?.icon,
      choose: () => router.history.push(router.options.basepath + href),
      ...(detail ? { detail } : {}),
    })),
  }))
  return { sections, searching: text.length >= SEARCH_FROM && (asked !== text || answers.some(({ isFetching }) => isFetching)) }
}
