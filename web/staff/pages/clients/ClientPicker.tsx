import { Button, Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ClientList, SavedClient } from '../../../../src/business/clients/schemas.ts'
import { api } from '../../api.ts'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import css from './client-picker.module.css'

export type PickedClient = { client_id: string; first_name: string; last_name: string; phone: string | null; email: string | null }

/** A name, a number or an address, as somebody types it when the card does not exist yet. */
export function readNewClient(text: string): { first_name?: string; last_name?: string; phone?: string; email?: string } {
  const words = text.trim().split(/\s+/)
  const email = words.find((word) => word.includes('@'))
  const phone = /\+?\d[\d .-]{5,}/.exec(text)?.[0]?.trim()
  const name = text.replace(email ?? '', '').replace(phone ?? '', '').trim().split(/\s+/).filter(Boolean)
  const [first_name, ...rest] = name
  return {
    ...(rest.length > 0 && first_name !== undefined ? { first_name, last_name: rest.join(' ') } : first_name === undefined ? {} : { last_name: first_name }),
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
  }
}

const nameOf = (client: PickedClient): string => `${client.first_name} ${client.last_name}`.trim() || (client.phone ?? client.email ?? '')

/** Finds a card as one types, or writes a new one; empty means nobody in particular. */
export function ClientPicker({ value, onChange, label }: { value: PickedClient | null; onChange: (client: PickedClient | null) => void; label: string }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const base = `/api/networks/${network.network_id}/clients`
  const client = useQueryClient()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 150)
  const found = useQuery({
    queryKey: [network.network_id, 'clients', { q: asked, picker: true }],
    queryFn: ({ signal }) => api.get<ClientList>(base, { query: { q: asked, limit: 8 }, signal }),
    enabled: asked.length >= 2 && value === null,
  })
  const create = useMutation({
    mutationFn: () => api.post<SavedClient>(base, readNewClient(text)),
    meta: { failure: t('picker.failed') },
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: [network.network_id, 'clients'] })
      onChange(made)
      setText('')
    },
  })

  if (value !== null) {
    return (
      <div className={css['chosen']}>
        <span className={css['label']}>{label}</span>
        <span className={css['name']}>{nameOf(value)}{value.phone !== null && <small>{value.phone}</small>}</span>
        <Button variant="subtle" size="compact-md" onClick={() => onChange(null)}>{t('picker.change')}</Button>
      </div>
    )
  }
  const items = asked.length < 2 ? [] : (found.data?.items ?? [])
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        combobox.closeDropdown()
        if (id === 'new') return create.mutate()
        const chosen = items.find(({ client_id }) => client_id === id)
        if (chosen) onChange(chosen)
        setText('')
      }}
    >
      <Combobox.Target>
        <TextInput
          label={label}
          description={t('picker.hint')}
          value={text}
          autoComplete="off"
          disabled={create.isPending}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value)
            combobox.openDropdown()
            combobox.selectFirstOption()
          }}
          onFocus={() => text !== '' && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim().length < 2}>
        <Combobox.Options>
          {items.map((item) => (
            <Combobox.Option key={item.client_id} value={item.client_id}>
              <span className={css['option']}><span>{nameOf(item)}</span><small>{item.phone_text ?? item.email ?? ''}</small></span>
            </Combobox.Option>
          ))}
          <Combobox.Option value="new">{t('picker.create', { name: text.trim() })}</Combobox.Option>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
