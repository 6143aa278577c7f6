import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Field, ServerForm, SubmitButton } from '../../components/form.tsx'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import cardCss from './card.module.css'
import { type ClientField, networkPath, type SavedClientField } from './data.ts'

const kinds = ['text', 'number', 'date', 'choice', 'consent'] as const

type Values = { label: string; kind: ClientField['kind']; choices: string; help: string; required: boolean; online: boolean; sensitive: boolean }

type FieldDialogProps = { opened: boolean; field: ClientField | null; allowsSensitive: boolean; onClose: () => void }

/** One own field: what it is called, what it takes, who is asked. */
export function FieldDialog({ opened, field, allowsSensitive, onClose }: FieldDialogProps): ReactNode {
  const t = useText('clients')
  return (
    <Dialog opened={opened} onClose={onClose} title={field === null ? t('fields.add') : t('fields.change')}>
      <FieldForm key={field?.field_id ?? 'new'} field={field} allowsSensitive={allowsSensitive} onClose={onClose} />
    </Dialog>
  )
}

function FieldForm({ field, allowsSensitive, onClose }: Omit<FieldDialogProps, 'opened'>): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const queries = useQueryClient()
  const path = `${networkPath(network.network_id)}/client-fields`
  const form = useForm<Values>({
    initialValues: {
      label: field?.label ?? '', kind: field?.kind ?? 'text', choices: field?.choices.join('\n') ?? '', help: field?.help ?? '',
      required: field?.required ?? false, online: field?.online ?? false, sensitive: field?.sensitive ?? false,
    },
  })

  async function save({ kind, choices, ...values }: Values): Promise<void> {
    const body = { ...values, choices: kind === 'choice' ? choices.split('\n').map((choice) => choice.trim()).filter(Boolean) : [] }
    const saved = field === null ? await api.post<SavedClientField>(path, { ...body, kind }) : await api.patch<SavedClientField>(`${path}/${field.field_id}`, body)
    for (const { message } of saved.warnings) notifications.show({ message, autoClose: 12_000 })
    void queries.invalidateQueries({ queryKey: [network.network_id, 'client-fields'] })
  }

  return (
    <ServerForm form={form} onSubmit={save} onDone={onClose} failure={t('failed.field')}>
      <Field form={form} name="label"><TextInput label={t('fields.label')} required data-autofocus /></Field>
      <Field form={form} name="kind"><NativeSelect label={t('fields.kind')} disabled={field !== null} {...(field === null ? {} : { description: t('fields.kind_fixed') })} data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))} /></Field>
      {form.values.kind === 'choice' && <Field form={form} name="choices"><Textarea label={t('fields.choices')} description={t('fields.choices_text')} autosize minRows={3} maxRows={10} /></Field>}
      <Field form={form} name="help"><TextInput label={t('fields.help')} description={t('fields.help_text')} /></Field>
      <Field form={form} name="required" type="checkbox"><Checkbox label={t('fields.is_required')} /></Field>
      <Field form={form} name="online" type="checkbox"><Checkbox label={t('fields.is_online')} description={t('fields.is_online_text')} /></Field>
      <Field form={form} name="sensitive" type="checkbox"><Checkbox label={t('fields.is_sensitive')} description={allowsSensitive ? t('fields.is_sensitive_text') : t('fields.sensitive_refused')} disabled={!allowsSensitive && !form.values.sensitive} /></Field>
      <div className={cardCss['choices']}>
        <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        <SubmitButton variant="filled">{t('fields.save')}</SubmitButton>
      </div>
    </ServerForm>
  )
}
