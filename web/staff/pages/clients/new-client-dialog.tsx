import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { api } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ServerForm, SubmitButton } from '../../components/form.tsx'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { IdentityFields, NoteField, OwnFields } from './card-fields.tsx'
import { bodyOf, type CardValues, emptyValues } from './card-values.ts'
import css from './card.module.css'
import { type ClientFieldList, fieldsQuery, foundQuery, type ListedClient, nameOf, networkPath, type SavedClient, useRefreshClients } from './data.ts'

export type NewClientDialogProps = {
  opened: boolean
  onClose: () => void
  /** What is known already, from the box that was typed into. */
  initial?: Partial<Pick<CardValues, 'first_name' | 'last_name' | 'phone' | 'email'>>
  /** The new card, or the present one that was chosen instead. */
  onDone: (client: SavedClient | ListedClient) => void
}

/**
 * Makes a card with what the network requires and nothing more. Cards that have the number or the address already are
 * shown while it is typed, because the quickest way to two cards of one person is a hurry at the desk.
 */
export function NewClientDialog({ opened, onClose, initial, onDone }: NewClientDialogProps): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const fields = useQuery({ ...fieldsQuery(network.network_id), enabled: opened })
  return (
    <Dialog opened={opened} onClose={onClose} title={t('new')} size="36rem">
      {/* React hands events of a dialogue to whatever it is written in: a form around must not be sent with this one. */}
      <div onSubmit={(event) => event.stopPropagation()} onKeyDown={(event) => event.key === 'Enter' && event.stopPropagation()}>
        {fields.isError ? <ErrorState error={fields.error} retry={() => void fields.refetch()} /> : fields.data === undefined ? <SkeletonLines lines={6} /> : <NewClientForm fields={fields.data} initial={initial ?? {}} onClose={onClose} onDone={onDone} />}
      </div>
    </Dialog>
  )
}

function NewClientForm({ fields, initial, onClose, onDone }: { fields: ClientFieldList; initial: NonNullable<NewClientDialogProps['initial']> } & Pick<NewClientDialogProps, 'onClose' | 'onDone'>): ReactNode {
  const t = useText('clients')
  const reader = useLanguage()
  const { network } = usePlace()
  const refresh = useRefreshClients()
  const blank = emptyValues(fields.items, reader)
  const form = useForm<CardValues>({ initialValues: { ...blank, ...initial } })
  const top = useRef<HTMLDivElement>(null)
  // The dialogue gives the focus when it opens, which may be before the form is there.
  useEffect(() => top.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [])
  const required = fields.items.filter((field) => field.required)

  async function save(values: CardValues): Promise<void> {
    const made = await api.post<SavedClient>(`${networkPath(network.network_id)}/clients`, { language: reader, ...bodyOf(blank, values) })
    void refresh()
    for (const { message } of made.warnings) notifications.show({ message, autoClose: 10_000 })
    onDone(made)
  }

  return (
    <ServerForm form={form} onSubmit={save} failure={t('failed.create')}>
      <div ref={top} className={css['fields']}><IdentityFields form={form} focus /></div>
      <Known phone={form.values.phone} email={form.values.email} onChoose={onDone} />
      {required.length > 0 && <OwnFields form={form} fields={required} />}
      <NoteField form={form} note={fields.note} />
      <div className={css['choices']}>
        <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        <SubmitButton variant="filled">{t('card.create')}</SubmitButton>
      </div>
    </ServerForm>
  )
}

/** Cards that have this number or this address. */
function Known({ phone, email, onChoose }: { phone: string; email: string; onChoose: (client: ListedClient) => void }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const [asked] = useDebouncedValue(phone.replaceAll(/\D/g, '').length >= 9 ? phone.trim() : email.includes('@') ? email.trim() : '', 250)
  const { data } = useQuery({ ...foundQuery(network.network_id, asked, 3), enabled: asked !== '' })
  const known = asked === '' ? [] : (data?.items ?? [])
  return (
    <div role="status">
      {known.length > 0 && (
        <div className={css['known']}>
          {t('known.title', { count: known.length })}
          <ul>
            {known.map((client) => (
              <li key={client.client_id}>
                <span>{nameOf(client)}<small>{[client.phone_text, client.email].filter(Boolean).join(' · ')}</small></span>
                <Button variant="default" size="xs" onClick={() => onChoose(client)}>{t('known.use')}</Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

