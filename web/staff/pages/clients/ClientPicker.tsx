import { Button, Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { IconUserPlus } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { readTyped } from './card-values.ts'
import { foundQuery, listNameOf, nameOf } from './data.ts'
import { NewClientDialog } from './new-client-dialog.tsx'
import css from './client-picker.module.css'

export type PickedClient = { client_id: string; first_name: string; last_name: string; phone: string | null; email: string | null }

export type ClientPickerProps = {
  /** Null: nobody in particular. */
  value: PickedClient | null
  onChange: (client: PickedClient | null) => void
  label: string
}

/** Shorter texts find too many to be worth a question. */
const SEARCH_FROM = 2

/**
 * Finds a card as one types its name, number or address, or makes a new one from what was typed. Arrows and Enter
 * choose; the last line makes the card.
 */
export function ClientPicker({ value, onChange, label }: ClientPickerProps): ReactNode {
  const t = useText('clients')
  const { network, can } = usePlace()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [text, setText] = useState('')
  const [making, setMaking] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const change = useRef<HTMLButtonElement>(null)
  const moveFocus = useRef(false)
  const labelId = useId()
  const [asked] = useDebouncedValue(text.trim(), 120)
  const enough = text.trim().length >= SEARCH_FROM
  const { data, isFetching } = useQuery({ ...foundQuery(network.network_id, asked, 8), enabled: asked.length >= SEARCH_FROM && value === null })
  const items = enough ? (data?.items ?? []) : []

  // Enter takes the first card once it is there.
  const first = items[0]?.client_id
  const store = useRef(combobox)
  store.current = combobox
  const { dropdownOpened } = combobox
  useEffect(() => {
    if (dropdownOpened) store.current.selectFirstOption()
  }, [first, enough, dropdownOpened])

  // Whoever chose by keyboard goes on from what he chose.
  useEffect(() => {
    if (!moveFocus.current) return
    moveFocus.current = false
    const next = value === null ? input.current : change.current
    next?.focus()
  }, [value])

  function choose(client: PickedClient | null): void {
    moveFocus.current = true
    setText('')
    setMaking(false)
    combobox.closeDropdown()
    onChange(client)
  }

  function onOption(id: string): void {
    const chosen = items.find(({ client_id }) => client_id === id)
    if (chosen) return choose(chosen)
    combobox.closeDropdown()
    setMaking(true)
  }

  if (value !== null) {
    return (
      <div className={css['chosen']} role="group" aria-labelledby={labelId}>
        <span id={labelId} className={css['label']}>{label}</span>
        <span className={css['name']}>{nameOf(value)}{nameOf(value) !== value.phone && value.phone !== null && <small>{written(value)}</small>}</span>
        <Button ref={change} variant="subtle" size="compact-md" onClick={() => choose(null)}>{t('picker.change')}</Button>
      </div>
    )
  }
  return (
    <>
      <Combobox store={combobox} onOptionSubmit={onOption} shadow="md">
        <Combobox.Target>
          <TextInput
            ref={input}
            label={label}
            description={t('picker.hint')}
            value={text}
            autoComplete="off"
            onChange={({ currentTarget }) => {
              setText(currentTarget.value)
              combobox.openDropdown()
            }}
            onFocus={() => enough && combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={!enough}>
          <Combobox.Options aria-label={label}>
            {items.map((item) => (
              <Combobox.Option key={item.client_id} value={item.client_id}>
                <span className={css['option']}><span>{listNameOf(item)}</span><small>{item.phone_text ?? item.email ?? ''}</small></span>
              </Combobox.Option>
            ))}
            {items.length === 0 && !isFetching && asked === text.trim() && <Combobox.Empty>{t('picker.nobody')}</Combobox.Empty>}
            {can('clients:write') && (
              <Combobox.Option value="new" className={css['new'] ?? ''}>
                <span className={css['option']}><span>{t('picker.create', { name: text.trim() })}</span><IconUserPlus size={16} aria-hidden="true" /></span>
              </Combobox.Option>
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <NewClientDialog opened={making} onClose={() => setMaking(false)} initial={readTyped(text)} onDone={choose} />
    </>
  )
}

/** The number as people write it, where the card came with it so. */
const written = (client: PickedClient & { phone_text?: string | null }): string => client.phone_text ?? client.phone ?? ''
