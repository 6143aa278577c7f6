import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { linkOptions, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { api, Problem } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ServerForm, SubmitButton } from '../../components/form.tsx'
import { Page } from '../../components/page.tsx'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useUndo } from '../../components/undo.tsx'
import { sayFailure } from '../../failures.tsx'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { LeaveGuard } from '../settings/settings-form.tsx'
import { ContactFields, IdentityFields, NoteField, OwnFields } from './card-fields.tsx'
import { bodyOf, type CardValues, rebased, valuesOf } from './card-values.ts'
import css from './card.module.css'
import { type Client, type ClientFieldList, clientQuery, fieldsQuery, nameOf, networkPath, type SavedClient, useRefreshClients } from './data.ts'
import { Glance } from './glance.tsx'
import { Past } from './history.tsx'
import { LookAlikes } from './look-alikes.tsx'

/** A client's card: who he is, what is known of him, what he came for. */
export function ClientPage(): ReactNode {
  const t = useText('clients')
  const { network, can } = usePlace()
  const navigate = useNavigate()
  const { client_id } = useParams({ strict: false }) as { client_id: string }
  const card = useQuery(clientQuery(network.network_id, client_id))
  const fields = useQuery(fieldsQuery(network.network_id))
  const merged_into = card.data?.merged_into ?? null

  useEffect(() => {
    if (merged_into !== null) void navigate({ to: '/$network/clients/$client_id', params: { network: network.slug, client_id: merged_into }, replace: true })
  }, [merged_into, navigate, network.slug])

  const failed = card.data === undefined ? card.error : fields.data === undefined ? fields.error : null
  const crumbs = [{ label: t('title'), link: linkOptions({ to: '/$network/clients', params: { network: network.slug } }) }]
  return (
    <Page title={card.data === undefined ? t('card.title') : nameOf(card.data)} crumbs={crumbs}>
      {failed !== null ? (
        <ErrorState error={failed} retry={() => { void card.refetch(); void fields.refetch() }} />
      ) : card.data === undefined || fields.data === undefined ? (
        <SkeletonLines lines={10} />
      ) : (
        <div className={css['columns']}>
          <div>
            <Deleted card={card.data} />
            <Glance card={card.data} />
            <CardForm key={client_id} card={card.data} fields={fields.data} writable={can('clients:write') && card.data.deleted_at === null} />
          </div>
          <div>
            {can('clients:write') && card.data.deleted_at === null && <LookAlikes client_id={client_id} />}
            <Past card={card.data} />
          </div>
        </div>
      )}
    </Page>
  )
}

function Deleted({ card }: { card: Client }): ReactNode {
  const t = useText('clients')
  const { network, can } = usePlace()
  const refresh = useRefreshClients()
  const restore = useMutation({ mutationFn: () => api.post(`${networkPath(network.network_id)}/clients/${card.client_id}/restore`), meta: { failure: t('failed.restore') }, onSettled: refresh })
  if (card.deleted_at === null) return null
  return (
    <div className={css['banner']} role="status">
      <p>{t('card.deleted')}</p>
      {can('clients:write') && <Button variant="default" disabled={restore.isPending} onClick={() => restore.mutate()}>{t('card.restore')}</Button>}
    </div>
  )
}

/**
 * The form of a card. What somebody else saves meanwhile appears in it at once, except where it is being typed into;
 * of one field changed by both, what is typed here stands until it is saved.
 */
function CardForm({ card, fields, writable }: { card: Client; fields: ClientFieldList; writable: boolean }): ReactNode {
  const t = useText('clients')
  const reader = useLanguage()
  const format = useFormat()
  const { network } = usePlace()
  const queries = useQueryClient()
  const refresh = useRefreshClients()
  const [warnings, setWarnings] = useState<SavedClient['warnings']>([])
  const [others, setOthers] = useState(false)
  const base = useRef({ revision: card.revision, values: valuesOf(card, fields.items, reader) })
  const form = useForm<CardValues>({ initialValues: base.current.values })
  const dirty = Object.keys(bodyOf(base.current.values, form.values)).length > 0

  function adopt(present: Client): void {
    const before = base.current.values
    const values = valuesOf(present, fields.items, reader)
    const typed = form.getValues()
    if (Object.keys(bodyOf(before, typed)).length > 0 && present.revision !== base.current.revision) setOthers(true)
    base.current = { revision: present.revision, values }
    form.setInitialValues(values)
    form.setValues(rebased(before, typed, values))
  }

  const latest = useRef(adopt)
  latest.current = adopt
  const known = fields.items.map(({ field_id }) => field_id).join()
  useEffect(() => {
    if (card.revision !== base.current.revision || known !== Object.keys(base.current.values.fields).join()) latest.current(card)
  }, [card, known])

  async function save(values: CardValues): Promise<void> {
    const body = bodyOf(base.current.values, values)
    if (Object.keys(body).length === 0) return
    try {
      const { warnings: warned, ...saved } = await api.patch<SavedClient>(`${networkPath(network.network_id)}/clients/${card.client_id}`, { ...body, revision: base.current.revision })
      base.current = { revision: saved.revision, values: valuesOf(saved, fields.items, reader) }
      form.setInitialValues(base.current.values)
      form.setValues(base.current.values)
      setWarnings(warned)
      setOthers(false)
      queries.setQueryData(clientQuery(network.network_id, card.client_id).queryKey, saved)
      void refresh()
      notifications.show({ message: t('done.saved'), autoClose: 3000, withCloseButton: false })
    } catch (error) {
      const present = error instanceof Problem && error.code === 'stale' ? (error.document['present'] as Client | undefined) : undefined
      if (present !== undefined) adopt(present)
      throw error
    }
  }

  return (
    <>
      {/* Its sentences are the settings': the card does not wait for them. */}
      <Suspense><LeaveGuard dirty={dirty} /></Suspense>
      <ServerForm form={form} onSubmit={save} failure={t('failed.save')}>
        {others && <p className={css['banner']} role="status"><span>{t('card.others')}</span></p>}
        <fieldset disabled={!writable} className={css['fields']}>
          <legend className="unseen">{t('card.title')}</legend>
          <IdentityFields form={form} />
          <ContactFields form={form} />
          {fields.items.length > 0 && (
            <>
              <h2 className={css['heading']}>{t('card.own_fields')}</h2>
              <OwnFields form={form} fields={fields.items} />
            </>
          )}
          <NoteField form={form} note={fields.note} />
        </fieldset>
        {warnings.length > 0 && <div className={css['warnings']} role="status"><ul>{warnings.map(({ field, message }) => <li key={`${field} ${message}`}><strong>{labelOf(field, fields, t('card.note'))}</strong> {message}</li>)}</ul></div>}
        {writable ? (
          <div className={css['foot']}>
            <p role="status">{dirty ? t('card.unsaved') : t('card.since', { when: format.away(card.created_at) })}</p>
            {dirty ? (
              <>
                <Button variant="default" onClick={() => form.reset()}>{t('card.revert')}</Button>
                <SubmitButton variant="filled">{t('card.save')}</SubmitButton>
              </>
            ) : (
              <DeleteButton card={card} />
            )}
          </div>
        ) : (
          <p className={css['since']}>{t('card.since', { when: format.away(card.created_at) })}</p>
        )}
      </ServerForm>
    </>
  )
}

const labelOf = (field: string, fields: ClientFieldList, note: string): string => fields.items.find(({ field_id }) => field === `fields.${field_id}`)?.label ?? note

/** Deletes at once and offers to take it back; with appointments to come it says so first. */
function DeleteButton({ card }: { card: Client }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const navigate = useNavigate()
  const refresh = useRefreshClients()
  const offerUndo = useUndo()
  const [upcoming, setUpcoming] = useState(0)
  const path = `${networkPath(network.network_id)}/clients/${card.client_id}`
  const remove = useMutation({
    mutationFn: (despite_upcoming: boolean) => api.delete(path, { query: { despite_upcoming, revision: card.revision } }),
    meta: { shownByForm: 'refusals', failure: t('failed.delete') },
    onSuccess: () => {
      setUpcoming(0)
      void navigate({ to: '/$network/clients', params: { network: network.slug } })
      offerUndo({ done: t('done.deleted', { name: nameOf(card) }), undo: () => api.post(`${path}/restore`).finally(refresh) })
      void refresh()
    },
    onError: (error) => {
      if (!(error instanceof Problem) || error.status >= 500) return
      if (error.code === 'upcoming-appointments') setUpcoming(Number(error.document['upcoming']))
      else sayFailure(error, { failure: t('failed.delete') })
    },
  })
  return (
    <>
      <Button variant="subtle" color="danger" disabled={remove.isPending} onClick={() => remove.mutate(false)}>{t('card.delete')}</Button>
      <Dialog opened={upcoming > 0} onClose={() => setUpcoming(0)} title={t('upcoming.title')}>
        <p>{t('upcoming.text', { count: upcoming })}</p>
        <div className={css['choices']}>
          <Button variant="default" onClick={() => remove.mutate(true)} disabled={remove.isPending}>{t('upcoming.delete')}</Button>
          <Button variant="filled" data-autofocus onClick={() => setUpcoming(0)}>{t('upcoming.keep')}</Button>
        </div>
      </Dialog>
    </>
  )
}
