import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { linkOptions } from '@tanstack/react-router'
import { IconPlus } from '@tabler/icons-react'
import { type ReactNode, Suspense, useState } from 'react'
import { api } from '../../api.ts'
import { useCommands } from '../../commands.ts'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { Reorder } from '../settings/reorder.tsx'
import { ContactFields, IdentityFields, NoteField, OwnFields } from './card-fields.tsx'
import { type CardValues, emptyValues } from './card-values.ts'
import cardCss from './card.module.css'
import { type ClientField, type ClientFieldList, fieldsQuery, networkPath } from './data.ts'
import { FieldDialog } from './field-dialog.tsx'
import css from './fields.module.css'

/** The network's own fields on its cards: which, in what order, and how the card looks with them. */
export function FieldsPage(): ReactNode {
  const t = useText('clients')
  const { network, can } = usePlace()
  const [open, setOpen] = useState<ClientField | 'new' | null>(null)
  const query = useQuery(fieldsQuery(network.network_id, true))
  const writable = can('network:configure')
  useCommands(writable ? [{ id: 'new-field', label: t('fields.add'), shortcut: 'n', icon: IconPlus, run: () => setOpen('new') }] : [])
  const crumbs = [{ label: t('title'), link: linkOptions({ to: '/$network/clients', params: { network: network.slug } }) }]
  const list = query.data
  return (
    <Page title={t('fields.title')} crumbs={crumbs} actions={writable && <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setOpen('new')}>{t('fields.add')}</Button>}>
      {list === undefined ? (
        query.error === null ? <SkeletonTable rows={6} columns={3} /> : <ErrorState error={query.error} retry={() => void query.refetch()} />
      ) : (
        <div className={css['columns']}>
          <Fields list={list} writable={writable} onOpen={setOpen} />
          <Preview list={list} />
        </div>
      )}
      {list !== undefined && <FieldDialog opened={open !== null} field={open === 'new' ? null : open} allowsSensitive={list.allows_sensitive} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Fields({ list, writable, onOpen }: { list: ClientFieldList; writable: boolean; onOpen: (field: ClientField | 'new') => void }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const queries = useQueryClient()
  const offerUndo = useUndo()
  const path = `${networkPath(network.network_id)}/client-fields`
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: [network.network_id, 'client-fields'] })
  const live = list.items.filter(({ archived }) => !archived)
  const gone = list.items.filter(({ archived }) => archived)

  const order = useMutation({
    mutationFn: (field_ids: string[]) => api.put(`${path}/order`, { field_ids }),
    meta: { failure: t('failed.order') },
    onSettled: refresh,
  })
  const archive = useMutation({
    mutationFn: ({ field_id, archived }: { field_id: string; label: string; archived: boolean }) => api.patch(`${path}/${field_id}`, { archived }),
    meta: { failure: t('failed.field') },
    onSuccess: (_, { field_id, label, archived }) => {
      if (archived) offerUndo({ done: t('done.archived', { name: label }), undo: () => api.patch(`${path}/${field_id}`, { archived: false }).finally(refresh) })
    },
    onSettled: refresh,
  })

  if (live.length + gone.length === 0) {
    return <EmptyState title={t('fields.none')} action={writable && <Button variant="default" onClick={() => onOpen('new')}>{t('fields.add')}</Button>}>{t('fields.none_text')}</EmptyState>
  }
  return (
    <section>
      <p className={css['lead']}>{t('fields.lead')}</p>
      {writable ? (
        <Suspense fallback={<SkeletonTable rows={4} columns={2} />}><Reorder label={t('fields.title')} items={live} idOf={({ field_id }) => field_id} nameOf={({ label }) => label} onOrder={(ids) => order.mutateAsync(ids)}>
          {(field) => (
            <div className={css['row']}>
              <button type="button" className={css['open']} onClick={() => onOpen(field)}><FieldName field={field} /></button>
              <Button variant="subtle" size="compact-md" onClick={() => archive.mutate({ ...field, archived: true })} aria-label={t('fields.archive_name', { name: field.label })}>{t('fields.archive')}</Button>
            </div>
          )}
        </Reorder></Suspense>
      ) : (
        <ul className={css['plain']}>{live.map((field) => <li key={field.field_id}><FieldName field={field} /></li>)}</ul>
      )}
      {gone.length > 0 && (
        <details className={css['archived']}>
          <summary>{t('fields.archived', { count: gone.length })}</summary>
          <ul className={css['plain']}>
            {gone.map((field) => (
              <li key={field.field_id}>
                <FieldName field={field} />
                {writable && <Button variant="subtle" size="compact-md" onClick={() => archive.mutate({ ...field, archived: false })} aria-label={t('fields.restore_name', { name: field.label })}>{t('fields.restore')}</Button>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function FieldName({ field }: { field: ClientField }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const traits = [field.required && t('fields.required'), field.online && t('fields.online'), field.sensitive && t('fields.sensitive')].filter((trait) => trait !== false)
  return (
    <span>
      <strong>{field.label}</strong>
      <small>{[t(`kinds.${field.kind}`), ...(field.kind === 'choice' ? [format.list(field.choices)] : []), ...traits].join(' · ')}</small>
    </span>
  )
}

/** How a card looks with these fields. Nothing typed here goes anywhere. */
function Preview({ list }: { list: ClientFieldList }): ReactNode {
  const t = useText('clients')
  const reader = useLanguage()
  const live = list.items.filter(({ archived }) => !archived)
  return (
    <section className={css['preview']} aria-label={t('fields.preview')}>
      <h2>{t('fields.preview')}</h2>
      <PreviewForm key={live.map(({ field_id }) => field_id).join()} list={{ ...list, items: live }} values={emptyValues(live, reader)} />
    </section>
  )
}

function PreviewForm({ list, values }: { list: ClientFieldList; values: CardValues }): ReactNode {
  const t = useText('clients')
  const form = useForm<CardValues>({ initialValues: values })
  return (
    <fieldset disabled className={cardCss['fields']}>
      <legend className="unseen">{t('fields.preview')}</legend>
      <IdentityFields form={form} />
      <ContactFields form={form} />
      {list.items.length > 0 && (
        <>
          <h3 className={cardCss['heading']}>{t('card.own_fields')}</h3>
          <OwnFields form={form} fields={list.items} />
        </>
      )}
      <NoteField form={form} note={list.note} />
    </fieldset>
  )
}
