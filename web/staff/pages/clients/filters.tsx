import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import css from './clients-page.module.css'
import { type ClientField, fieldsQuery, type Filters } from './data.ts'

/** How many filters hold. An own field and its value are one. */
export const filterCount = ({ field_value: _, ...filters }: Filters): number => Object.values(filters).filter((value) => value !== undefined).length

/** Without the members that say nothing. */
const tidy = (filters: { [Name in keyof Filters]: Filters[Name] | undefined }): Filters => Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Filters

const contacts = ['all', 'phone', 'no_phone', 'email', 'no_email', 'deleted'] as const
type Contact = (typeof contacts)[number]

const contactOf = ({ has_phone, has_email, deleted }: Filters): Contact =>
  deleted === true ? 'deleted' : has_phone !== undefined ? (has_phone ? 'phone' : 'no_phone') : has_email !== undefined ? (has_email ? 'email' : 'no_email') : 'all'

const contactFilters: Record<Contact, Filters> = { all: {}, phone: { has_phone: true }, no_phone: { has_phone: false }, email: { has_email: true }, no_email: { has_email: false }, deleted: { deleted: true } }

/** What the list can be narrowed to. */
export function FilterLine({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const { data } = useQuery(fieldsQuery(network.network_id))
  const fields = data?.items ?? []
  const field = fields.find(({ field_id }) => field_id === filters.field_id)
  const kept = { ...filters, has_phone: undefined, has_email: undefined, deleted: undefined }
  return (
    <div className={css['filters']} role="group" aria-label={t('filters.label')}>
      <NativeSelect label={t('filters.which')} value={contactOf(filters)} onChange={({ currentTarget }) => onChange(tidy({ ...kept, ...contactFilters[currentTarget.value as Contact] }))} data={contacts.map((value) => ({ value, label: t(`contacts.${value}`) }))} />
      <NumberInput label={t('filters.no_shows')} min={1} max={1000} allowDecimal={false} allowNegative={false} value={filters.no_shows ?? ''} onChange={(value) => onChange(tidy({ ...filters, no_shows: Number(value) >= 1 ? Number(value) : undefined }))} />
      <TextInput type="date" label={t('filters.last_visit')} value={filters.last_visit_before ?? ''} onChange={({ currentTarget }) => onChange(tidy({ ...filters, last_visit_before: currentTarget.value || undefined }))} />
      {fields.length > 0 && (
        <NativeSelect label={t('filters.field')} value={filters.field_id ?? ''} onChange={({ currentTarget }) => onChange(tidy({ ...filters, field_id: currentTarget.value || undefined, field_value: undefined }))} data={[{ value: '', label: t('filters.any') }, ...fields.map(({ field_id, label }) => ({ value: field_id, label }))]} />
      )}
      {field !== undefined && <FieldValue field={field} value={filters.field_value ?? ''} onChange={(value) => onChange(tidy({ ...filters, field_value: value || undefined }))} />}
      {filterCount(filters) > 0 && <Button variant="subtle" onClick={() => onChange({})}>{t('filters.clear')}</Button>}
    </div>
  )
}

function FieldValue({ field, value, onChange }: { field: ClientField; value: string; onChange: (value: string) => void }): ReactNode {
  const t = useText('clients')
  const any = { value: '', label: t('filters.filled') }
  if (field.kind === 'consent') return <NativeSelect label={t('filters.value')} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} data={[any, { value: 'true', label: t('consent.yes') }, { value: 'false', label: t('consent.no') }]} />
  if (field.kind === 'choice') return <NativeSelect label={t('filters.value')} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} data={[any, ...field.choices.map((choice) => ({ value: choice, label: choice }))]} />
  return <TextInput label={t('filters.value')} type={field.kind === 'date' ? 'date' : 'text'} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value.replace(',', field.kind === 'number' ? '.' : ','))} />
}
