import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, linkOptions, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Client, ClientField, ClientFieldList, History, LookAlikes, SavedClient, Visit } from '../../../../src/business/clients/schemas.ts'
import { api } from '../../api.ts'
import { Field, ServerForm, SubmitButton } from '../../components/form.tsx'
import { Page } from '../../components/page.tsx'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import css from './client-page.module.css'

/** A client's card: who he is, what is known of him, what he came for. */
export function ClientPage(): ReactNode {
  const t = useText('clients')
  const { network, can } = usePlace()
  const { client_id } = useParams({ strict: false }) as { client_id: string }
  const base = `/api/networks/${network.network_id}`
  const isNew = client_id === 'new'
  const card = useQuery({ queryKey: [network.network_id, 'clients', { ids: [client_id] }], queryFn: ({ signal }) => api.get<Client>(`${base}/clients/${client_id}`, { signal }), enabled: !isNew })
  const fields = useQuery({ queryKey: [network.network_id, 'client_fields'], queryFn: ({ signal }) => api.get<ClientFieldList>(`${base}/client-fields`, { signal }) })
  const title = isNew ? t('new') : card.data === undefined ? t('title') : `${card.data.first_name} ${card.data.last_name}`.trim() || (card.data.phone_text ?? card.data.email ?? t('title'))
  const failed = card.error ?? fields.error
  return (
    <Page title={title} crumbs={[{ label: t('title'), link: linkOptions({ to: `/${network.slug}/clients` } as never) }]}>
      {failed !== null ? (
        <ErrorState error={failed} retry={() => { void card.refetch(); void fields.refetch() }} />
      ) : fields.data === undefined || (!isNew && card.data === undefined) ? (
        <SkeletonLines lines={10} />
      ) : (
        <div className={css['columns']}>
          <CardForm key={card.data?.revision ?? 'new'} base={base} card={card.data ?? null} fields={fields.data} writable={can('clients:write')} />
          {card.data !== undefined && <Past base={base} card={card.data} />}
        </div>
      )}
    </Page>
  )
}

type Values = { first_name: string; last_name: string; phone: string; email: string; language: 'fr' | 'en'; preferred_channel: Client['preferred_channel']; note: string; fields: Record<string, string | boolean> }

function CardForm({ base, card, fields, writable }: { base: string; card: Client | null; fields: ClientFieldList; writable: boolean }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  const offerUndo = useUndo()
  const [warnings, setWarnings] = useState<SavedClient['warnings']>([])
  const shown = fields.items.filter(({ archived }) => !archived)
  const form = useForm<Values>({
    initialValues: {
      first_name: card?.first_name ?? '',
      last_name: card?.last_name ?? '',
      phone: card?.phone_text ?? '',
      email: card?.email ?? '',
      language: card?.language ?? 'fr',
      preferred_channel: card?.preferred_channel ?? 'email',
      note: card?.note ?? '',
      fields: Object.fromEntries(shown.map(({ field_id, kind }) => [field_id, kind === 'consent' ? card?.fields[field_id] === true : String(card?.fields[field_id] ?? '')])),
    },
  })
  const refresh = (): void => void client.invalidateQueries({ queryKey: [network.network_id, 'clients'] })

  async function save(values: Values): Promise<void> {
    const body = { ...values, phone: values.phone.trim() || null, email: values.email.trim() || null, fields: typedFields(shown, values.fields) }
    const saved = card === null ? await api.post<SavedClient>(`${base}/clients`, body) : await api.patch<SavedClient>(`${base}/clients/${card.client_id}`, { ...body, revision: card.revision })
    setWarnings(saved.warnings)
    refresh()
    notifications.show({ message: card === null ? t('done.created') : t('done.saved') })
    if (card === null) void navigate({ to: `/${network.slug}/clients/${saved.client_id}` })
  }

  const remove = useMutation({
    mutationFn: async (present: Client) => {
      await api.delete(`${base}/clients/${present.client_id}`, { query: { revision: present.revision } })
      refresh()
      void navigate({ to: `/${network.slug}/clients` })
      offerUndo({ done: t('done.deleted'), undo: async () => { await api.post(`${base}/clients/${present.client_id}/restore`); refresh() } })
    },
    meta: { failure: t('failed.delete') },
  })
  const restore = useMutation({ mutationFn: (present: Client) => api.post(`${base}/clients/${present.client_id}/restore`), meta: { failure: t('failed.save') }, onSuccess: refresh })

  return (
    <section className={css['form']}>
      {card?.deleted_at != null && <p className={css['banner']}>{t('card.deleted_banner')} {writable && <Button variant="default" onClick={() => restore.mutate(card)}>{t('card.restore')}</Button>}</p>}
      <ServerForm form={form} onSubmit={save} failure={t('failed.save')}>
        <fieldset disabled={!writable || card?.deleted_at != null} className={css['fields']}>
          <div className={css['pair']}>
            <Field form={form} name="first_name"><TextInput label={t('card.first_name')} autoComplete="off" /></Field>
            <Field form={form} name="last_name"><TextInput label={t('card.last_name')} autoComplete="off" /></Field>
          </div>
          <div className={css['pair']}>
            <Field form={form} name="phone"><TextInput type="tel" label={t('card.phone')} autoComplete="off" /></Field>
            <Field form={form} name="email"><TextInput type="email" label={t('card.email')} autoComplete="off" /></Field>
          </div>
          <div className={css['pair']}>
            <Field form={form} name="language"><NativeSelect label={t('card.language')} data={(['fr', 'en'] as const).map((value) => ({ value, label: t(`languages.${value}`) }))} /></Field>
            <Field form={form} name="preferred_channel"><NativeSelect label={t('card.channel')} data={(['email', 'sms', 'phone', 'letter', 'meeting'] as const).map((value) => ({ value, label: t(`channels.${value}`) }))} /></Field>
          </div>
          {shown.length > 0 && <h2 className={css['heading']}>{t('card.own_fields')}</h2>}
          {shown.map((field) => <OwnField key={field.field_id} form={form} field={field} />)}
          <Field form={form} name="note"><Textarea label={t('card.note')} description={fields.note.warning} autosize minRows={3} maxRows={12} maxLength={10_000} /></Field>
          {warnings.length > 0 && <ul className={css['warnings']} role="status">{warnings.map(({ field, message }) => <li key={`${field}${message}`}>{message}</li>)}</ul>}
          {writable && card?.deleted_at == null && (
            <div className={css['actions']}>
              <SubmitButton>{card === null ? t('card.create') : t('card.save')}</SubmitButton>
              {card !== null && <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(card)}>{t('card.delete')}</Button>}
            </div>
          )}
        </fieldset>
      </ServerForm>
    </section>
  )
}

function OwnField({ form, field }: { form: ReturnType<typeof useForm<Values>>; field: ClientField }): ReactNode {
  const name = `fields.${field.field_id}`
  const common = { label: field.label, required: field.required, ...(field.warning ?? field.help ? { description: [field.help, field.warning].filter(Boolean).join(' ') } : {}) }
  if (field.kind === 'consent') return <Field form={form} name={name} type="checkbox"><Checkbox label={field.label} /></Field>
  if (field.kind === 'choice') return <Field form={form} name={name}><NativeSelect {...common} data={['', ...field.choices]} /></Field>
  return <Field form={form} name={name}><TextInput {...common} type={field.kind === 'date' ? 'date' : 'text'} inputMode={field.kind === 'number' ? 'decimal' : 'text'} /></Field>
}

/** What the form holds as text, in each field's own type; an empty one is cleared. */
export function typedFields(fields: readonly Pick<ClientField, 'field_id' | 'kind'>[], values: Record<string, string | boolean>): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    fields.map(({ field_id, kind }) => {
      const value = values[field_id]
      if (kind === 'consent') return [field_id, value === true]
      const text = String(value ?? '').trim()
      if (text === '') return [field_id, null]
      const number = Number(text.replace(',', '.'))
      return [field_id, kind === 'number' && Number.isFinite(number) ? number : text]
    }),
  )
}

function Past({ base, card }: { base: string; card: Client }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { network } = usePlace()
  const history = useQuery({ queryKey: [network.network_id, 'agenda', { client_id: card.client_id }], queryFn: ({ signal }) => api.get<History>(`${base}/clients/${card.client_id}/history`, { signal }) })
  const alike = useQuery({ queryKey: [network.network_id, 'clients', { alike: card.client_id }], queryFn: ({ signal }) => api.get<LookAlikes>(`${base}/clients/${card.client_id}/look-alikes`, { signal }) })
  const data = history.data
  return (
    <aside className={css['past']}>
      {(alike.data?.items.length ?? 0) > 0 && (
        <section className={css['alike']}>
          <h2 className={css['heading']}>{t('card.look_alikes')}</h2>
          <ul>{alike.data?.items.map(({ client: other, reasons }) => <li key={other.client_id}><Link to={`/${network.slug}/clients/${other.client_id}`}>{`${other.first_name} ${other.last_name}`.trim()}</Link> <span className={css['quiet']}>{reasons.map((reason) => t(`reasons.${reason}`)).join(', ')}</span></li>)}</ul>
        </section>
      )}
      <h2 className={css['heading']}>{t('card.history')}</h2>
      {history.isError ? (
        <ErrorState error={history.error} retry={() => void history.refetch()} />
      ) : data === undefined ? (
        <SkeletonLines lines={6} />
      ) : (
        <>
          <p className={css['figures']}>
            {t('card.visits', { count: data.summary.visits })} · {t('card.missed', { count: data.summary.no_shows })}
            {data.summary.spent.map(({ currency, amount_minor }) => ` · ${t('card.spent', { amount: format.money(amount_minor, currency) })}`)}
            <br /><span className={css['quiet']}>{t('card.since', { when: format.away(card.created_at) })}</span>
          </p>
          {data.upcoming.length + data.past.length === 0 && <p className={css['quiet']}>{t('card.no_history')}</p>}
          {data.upcoming.length > 0 && <Visits title={t('card.upcoming')} visits={data.upcoming} />}
          {data.past.length > 0 && <Visits title={t('card.past')} visits={data.past} />}
        </>
      )}
    </aside>
  )
}

function Visits({ title, visits }: { title: string; visits: readonly Visit[] }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  return (
    <section>
      <h3 className={css['small']}>{title}</h3>
      <ol className={css['visits']}>
        {visits.map((visit) => (
          <li key={visit.appointment_id} className={css['visit']} data-status={visit.status}>
            <span className={css['swatch']} style={{ background: visit.services[0]?.colour ?? 'var(--grey-hue)' }} />
            <span><strong>{format.when(visit.starts_at)}</strong><br />{visit.services.map(({ name }) => name ?? '').join(', ')}{visit.note !== '' && <span className={css['quiet']}> · {visit.note}</span>}</span>
            <span className={css['end']}>{t(`statuses.${visit.status}`)}{visit.amount_minor !== null && visit.currency !== null && <><br />{format.money(visit.amount_minor, visit.currency)}</>}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
