import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactNode } from 'react'
import { Field } from '../../components/form.tsx'
import { useText } from '../../i18n/i18n.ts'
import type { CardValues } from './card-values.ts'
import css from './card.module.css'
import type { ClientField, ClientFieldList } from './data.ts'

type Form = UseFormReturnType<CardValues>

/** Name, number and address: by which somebody is known. */
export function IdentityFields({ form, focus = false }: { form: Form; focus?: boolean }): ReactNode {
  const t = useText('clients')
  return (
    <>
      <div className={css['pair']}>
        <Field form={form} name="first_name"><TextInput label={t('card.first_name')} autoComplete="off" data-autofocus={focus || undefined} /></Field>
        <Field form={form} name="last_name"><TextInput label={t('card.last_name')} autoComplete="off" /></Field>
      </div>
      <div className={css['pair']}>
        <Field form={form} name="phone"><TextInput type="tel" label={t('card.phone')} autoComplete="off" /></Field>
        <Field form={form} name="email"><TextInput type="email" label={t('card.email')} autoComplete="off" /></Field>
      </div>
    </>
  )
}

const channels = ['email', 'sms', 'phone', 'letter', 'meeting'] as const
const languages = ['fr', 'en'] as const

/** How somebody wants to be spoken to. */
export function ContactFields({ form }: { form: Form }): ReactNode {
  const t = useText('clients')
  return (
    <div className={css['pair']}>
      <Field form={form} name="language"><NativeSelect label={t('card.language')} data={languages.map((value) => ({ value, label: t(`languages.${value}`) }))} /></Field>
      <Field form={form} name="preferred_channel"><NativeSelect label={t('card.channel')} data={channels.map((value) => ({ value, label: t(`channels.${value}`) }))} /></Field>
    </div>
  )
}

/** The network's own fields, two a line where there is room. */
export function OwnFields({ form, fields }: { form: Form; fields: readonly ClientField[] }): ReactNode {
  return <div className={css['pair']}>{fields.map((field) => <OwnField key={field.field_id} form={form} field={field} />)}</div>
}

function OwnField({ form, field }: { form: Form; field: ClientField }): ReactNode {
  const t = useText('clients')
  const name = `fields.${field.field_id}`
  const said = [field.help, field.warning].filter(Boolean).join(' ')
  const common = { label: field.label, required: field.required, ...(said ? { description: said } : {}) }
  switch (field.kind) {
    case 'consent':
      return <Field form={form} name={name}><NativeSelect {...common} data={[{ value: '', label: t('consent.unasked') }, { value: 'yes', label: t('consent.yes') }, { value: 'no', label: t('consent.no') }]} /></Field>
    case 'choice': {
      // A value chosen before its choice was taken away stays choosable.
      const present = form.getValues().fields[field.field_id] ?? ''
      const choices = present === '' || field.choices.includes(present) ? field.choices : [present, ...field.choices]
      return <Field form={form} name={name}><NativeSelect {...common} data={['', ...choices]} /></Field>
    }
    case 'text':
      return <Field form={form} name={name}><Textarea {...common} autosize minRows={1} maxRows={6} maxLength={2000} className={css['wide'] ?? ''} /></Field>
    case 'date':
      return <Field form={form} name={name}><TextInput {...common} type="date" /></Field>
    case 'number':
      return <Field form={form} name={name}><TextInput {...common} inputMode="decimal" /></Field>
  }
}

/** The note, with what to bear in mind when writing it. */
export function NoteField({ form, note }: { form: Form; note: ClientFieldList['note'] }): ReactNode {
  const t = useText('clients')
  return <Field form={form} name="note"><Textarea label={t('card.note')} description={note.warning} autosize minRows={3} maxRows={14} maxLength={10_000} /></Field>
}
