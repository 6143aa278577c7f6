import { Autocomplete, Checkbox, NumberInput, Switch, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { api, Problem } from '../../api.ts'
import { Field, ServerForm, SubmitButton } from '../../components/form.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { ColourChoice } from './colour-choice.tsx'
import { type Agenda, type Establishment, networkPath, type Service, useRefresh } from './data.ts'
import { hintBelow } from './hint-below.ts'
import { leastUsed } from './least-used.ts'
import css from './settings.module.css'
import { changed, readAmount, readDuration, writeAmount } from './values.ts'

/** As typed: durations and the price are texts until they are sent. */
type Values = Pick<Service, 'name' | 'category' | 'description' | 'colour' | 'online' | 'capacity' | 'agenda_ids'> & { duration: string; before: string; after: string; price: string }

/** Where the server names a field that is typed under another name here. */
const typedAs: Record<string, keyof Values> = { duration_minutes: 'duration', buffer_before_minutes: 'before', buffer_after_minutes: 'after', price_minor: 'price' }

const durations = [15, 20, 30, 45, 60, 75, 90, 105, 120, 150, 180, 240]
const buffers = [0, 5, 10, 15, 20, 30]

type ServiceFormProps = { place: Establishment; service: Service | null; others: readonly Service[]; agendas: readonly Agenda[]; onDone: () => void }

/** A service: what it is, how long it lasts, what it costs, who gives it. */
export function ServiceForm({ place, service, others, agendas, onDone }: ServiceFormProps): ReactNode {
  const t = useText('settings')
  const format = useFormat()
  const language = useLanguage()
  const { network } = usePlace()
  const refresh = useRefresh()
  const offerUndo = useUndo()
  const path = `${networkPath(network.network_id)}/services`
  const initial: Values = {
    name: service?.name ?? '',
    category: service?.category ?? '',
    description: service?.description ?? '',
    colour: service?.colour ?? leastUsed(others.map(({ colour }) => colour)),
    online: service?.online ?? false,
    capacity: service?.capacity ?? 1,
    agenda_ids: service?.agenda_ids ?? agendas.map(({ agenda_id }) => agenda_id),
    duration: format.duration(service?.duration_minutes ?? 30),
    before: format.duration(service?.buffer_before_minutes ?? 0),
    after: format.duration(service?.buffer_after_minutes ?? 0),
    price: writeAmount(service?.price_minor ?? null, language),
  }
  const form = useForm<Values>({
    initialValues: initial,
    validate: {
      duration: (typed) => (readDuration(typed) === undefined ? t('services.duration_wrong') : null),
      before: (typed) => (readDuration(typed) === undefined ? t('services.duration_wrong') : null),
      after: (typed) => (readDuration(typed) === undefined ? t('services.duration_wrong') : null),
      price: (typed) => (readAmount(typed) === undefined ? t('services.price_wrong') : null),
    },
  })
  const { values } = form
  const categories = [...new Set(others.map(({ category }) => category).filter(Boolean))]

  async function save(after: Values): Promise<void> {
    try {
      if (service === null) await create(after)
      else await change(service, after)
    } catch (error) {
      throw error instanceof Problem ? new Problem(error.status, { ...error.document, errors: error.errors.map(({ field, message }) => ({ field: `body.${typedAs[field] ?? field}`, message })) }, error.retryAfter) : error
    }
    await refresh()
  }

  async function create(after: Values): Promise<void> {
    const made = await api.post<Service>(path, { ...bodyOf(after), establishment_id: place.establishment_id })
    offerUndo({ done: t('services.created', { name: made.name }), undo: () => api.post(`${path}/${made.service_id}/archive`).finally(refresh) })
  }

  async function change({ service_id }: Service, after: Values): Promise<void> {
    const before = bodyOf(initial)
    const body = changed(before, bodyOf(after))
    const back = Object.fromEntries(Object.keys(body).map((key) => [key, before[key]]))
    await api.patch(`${path}/${service_id}`, body)
    offerUndo({ done: t('services.saved', { name: after.name }), undo: () => api.patch(`${path}/${service_id}`, back).finally(refresh) })
  }

  const durationOptions = (minutes: readonly number[]): string[] => minutes.map((value) => format.duration(value))
  // What is offered is all of it, whatever stands in the field: it is a choice as much as a text.
  const all = <Option,>({ options }: { options: Option[] }): Option[] => options

  return (
    <ServerForm form={form} onSubmit={save} onDone={onDone} failure={t('not_saved')}>
      <Field form={form} name="name"><TextInput label={t('services.name')} required maxLength={120} autoComplete="off" data-autofocus /></Field>
      <Field form={form} name="category"><Autocomplete label={t('services.category')} description={t('services.category_hint')} data={categories} maxLength={80} /></Field>
      <div className={css['pair']}>
        <Field form={form} name="duration"><Autocomplete label={t('services.duration')} required data={durationOptions(durations)} filter={all} selectFirstOptionOnChange={false} /></Field>
        <Field form={form} name="price"><TextInput label={t('services.price')} inputWrapperOrder={hintBelow} description={t('services.price_hint')} inputMode="decimal" rightSection="€" /></Field>
      </div>
      <div className={css['pair']}>
        <Field form={form} name="before"><Autocomplete label={t('services.before')} data={durationOptions(buffers)} filter={all} /></Field>
        <Field form={form} name="after"><Autocomplete label={t('services.after')} data={durationOptions(buffers)} filter={all} /></Field>
      </div>
      <p className={css['quiet']}>{t('services.buffers_hint')}</p>
      <Field form={form} name="capacity"><NumberInput label={t('services.capacity')} description={t('services.capacity_hint')} min={1} max={500} allowDecimal={false} clampBehavior="strict" /></Field>
      <Field form={form} name="description"><Textarea label={t('services.description')} autosize minRows={2} maxRows={8} maxLength={2000} /></Field>
      <ColourChoice label={t('colour')} value={values.colour} onChange={(colour) => form.setFieldValue('colour', colour)} />
      <Field form={form} name="online" type="checkbox"><Switch label={t('services.online')} description={t('services.online_hint')} /></Field>
      {agendas.length > 0 && (
        <Checkbox.Group label={t('services.agendas')} value={values.agenda_ids} onChange={(agenda_ids) => form.setFieldValue('agenda_ids', agenda_ids)} error={form.errors['agenda_ids']}>
          <div className={css['boxes']}>
            {agendas.map(({ agenda_id, name }) => <Checkbox key={agenda_id} value={agenda_id} label={name} />)}
          </div>
        </Checkbox.Group>
      )}
      <div className={css['foot']}><SubmitButton variant="filled">{t('form.save')}</SubmitButton></div>
    </ServerForm>
  )
}

/** What was typed, as the server wants it. */
function bodyOf({ duration, before, after, price, ...rest }: Values): Record<string, unknown> {
  return {
    ...rest,
    duration_minutes: readDuration(duration),
    buffer_before_minutes: readDuration(before),
    buffer_after_minutes: readDuration(after),
    price_minor: readAmount(price),
  }
}
