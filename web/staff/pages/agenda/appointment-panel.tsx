import { ActionIcon, Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconCopy, IconPlus, IconTrash, IconX } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Appointment, Diary } from '../../../../src/business/agenda/schemas.ts'
import { api, Problem } from '../../api.ts'
import { Sheet } from '../../components/dialog.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { addDays, dayAt, epoch, instantAt, minutesAt } from '../../zone.ts'
import { ClientPicker, type PickedClient } from '../clients/ClientPicker.tsx'
import css from './panel.module.css'
import { clockText, nameOf, nearestFree } from './diary-model.ts'
import { useAppointments } from './use-appointments.ts'

/** A place that was pressed or drawn, before anything is written. */
export type Draft = { agenda_id: string; starts_at: string; ends_at: string | undefined; service_id?: string }

type Line = { item_id: string | null; service_id: string; agenda_id: string; duration: number; seats: number }

export type AppointmentPanelProps = { diary: Diary; base: string; appointment_id: string | null; draft: Draft | null; writable: boolean; onClose: () => void }

const repeats = ['never', 'daily', 'weekly', 'fortnight', 'monthly'] as const
type Repeat = (typeof repeats)[number]
const frequencies: Record<Exclude<Repeat, 'never'>, string> = { daily: 'FREQ=DAILY', weekly: 'FREQ=WEEKLY', fortnight: 'FREQ=WEEKLY;INTERVAL=2', monthly: 'FREQ=MONTHLY' }

/** An appointment beside the diary: to write, read, change and act upon. */
export function AppointmentPanel(props: AppointmentPanelProps): ReactNode {
  const t = useText('agenda')
  const { diary, appointment_id, draft, onClose } = props
  const present = diary.appointments.find((appointment) => appointment.appointment_id === appointment_id)
  const title = present === undefined ? t('form.title_new') : nameOf(present) || t('walk_in')
  return (
    <Sheet opened onClose={onClose} title={title}>
      {present !== undefined ? <Present {...props} appointment={present} /> : draft !== null && <AppointmentForm {...props} appointment={null} draft={draft} />}
    </Sheet>
  )
}

/** An appointment that is there: its facts, its state, and what can be done. */
function Present(props: AppointmentPanelProps & { appointment: Appointment }): ReactNode {
  const { appointment, base, writable, onClose, diary } = props
  const t = useText('agenda')
  const format = useFormat()
  const { network } = usePlace()
  const offerUndo = useUndo()
  const writes = useAppointments(base)
  const [editing, setEditing] = useState(false)
  const run = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), meta: { failure: t('failed.change') } })
  const id = appointment.appointment_id
  const { status, client } = appointment

  const setStatus = (next: Appointment['status']): void =>
    run.mutate(async () => {
      const changed = await writes.change(appointment, { status: next })
      offerUndo({ done: `${t('done.changed')} · ${t(`statuses.${next}`)}`, undo: () => writes.change(changed, { status }) })
    })
  const cancel = (): void =>
    run.mutate(async () => {
      await writes.act(id, 'cancel')
      onClose()
      offerUndo({ done: t('done.cancelled'), undo: () => writes.act(id, 'restore') })
    })
  const restore = (): void =>
    run.mutate(async () => {
      await writes.act(id, 'restore')
      onClose()
      offerUndo({ done: t('done.restored'), undo: () => writes.act(id, 'cancel') })
    })
  const remove = (): void =>
    run.mutate(async () => {
      await writes.remove(id)
      onClose()
      offerUndo({ done: t('done.deleted'), undo: () => writes.act(id, 'restore') })
    })
  const duplicate = (): void =>
    run.mutate(async () => {
      const zone = diary.time_zone
      const starts_at = new Date(instantAt(addDays(dayAt(appointment.starts_at, zone), 7), minutesAt(appointment.starts_at, zone), zone)).toISOString()
      const copy = await writes.duplicate(id, starts_at)
      onClose()
      offerUndo({ done: `${t('done.duplicated')} · ${format.when(copy.starts_at)}`, undo: () => writes.remove(copy.appointment_id) })
    })

  if (editing) return <AppointmentForm {...props} draft={null} onClose={() => setEditing(false)} />
  const total = appointment.items.reduce((sum, { price_minor, seats }) => sum + (price_minor ?? 0) * seats, 0)
  return (
    <div className={css['panel']}>
      <p className={css['when']}>{format.day(dayAt(appointment.starts_at, diary.time_zone))}<br /><strong>{format.span(appointment.starts_at, appointment.ends_at)}</strong></p>
      <p className={css['state']} data-status={status}>{t(`statuses.${status}`)} · <span className={css['quiet']}>{t(`origins.${appointment.origin}`)}</span></p>
      {client !== null && (
        <p className={css['client']}>
          {client.phone !== null && <a href={`tel:${client.phone}`}>{client.phone}</a>}
          {client.email !== null && <a href={`mailto:${client.email}`}>{client.email}</a>}
          <Link to={`/${network.slug}/clients/${client.client_id}`}>{t('actions.card')}</Link>
        </p>
      )}
      <ul className={css['items']}>
        {appointment.items.map((item) => (
          <li key={item.item_id} className={css['item']}>
            <span className={css['swatch']} style={{ background: item.colour ?? 'var(--grey-hue)' }} />
            <span className={css['grow']}>{item.service_name ?? (appointment.title || t('form.free_time'))}{item.capacity > 1 && ` · ${item.seats}/${item.capacity}`}</span>
            <span className={css['quiet']}>{diary.agendas.find(({ agenda_id }) => agenda_id === item.agenda_id)?.name}</span>
            {item.price_minor !== null && item.currency !== null && <span className={css['figure']}>{format.money(item.price_minor * item.seats, item.currency)}</span>}
          </li>
        ))}
        {appointment.items.length > 1 && total > 0 && <li className={css['total']}><span className={css['grow']}>{t('form.total')}</span><span className={css['figure']}>{format.money(total, appointment.items[0]?.currency ?? 'EUR')}</span></li>}
      </ul>
      {appointment.note !== '' && <p className={css['note']}>{appointment.note}</p>}
      {writable && status === 'cancelled' && <Button onClick={restore}>{t('actions.restore')}</Button>}
      {writable && status !== 'cancelled' && (
        <>
          <div className={css['statuses']} role="group" aria-label={t('status')}>
            {(['confirmed', 'arrived', 'done', 'no_show'] as const).map((value) => (
              <Button key={value} variant={value === status ? 'light' : 'default'} aria-pressed={value === status} onClick={() => value !== status && setStatus(value)}>{t(`actions.${value}`)}</Button>
            ))}
          </div>
          <div className={css['actions']}>
            <Button variant="default" onClick={() => setEditing(true)}>{t('actions.edit')}</Button>
            <Button variant="default" leftSection={<IconCopy size={16} aria-hidden="true" />} onClick={duplicate}>{t('actions.duplicate')}</Button>
            <Button variant="default" leftSection={<IconX size={16} aria-hidden="true" />} onClick={cancel}>{t('actions.cancel')}</Button>
            <Button variant="subtle" color="red" leftSection={<IconTrash size={16} aria-hidden="true" />} onClick={remove}>{t('actions.delete')}</Button>
          </div>
        </>
      )}
    </div>
  )
}

type FormProps = AppointmentPanelProps & { appointment: Appointment | null; draft: Draft | null }

function AppointmentForm({ diary, base, appointment, draft, onClose }: FormProps): ReactNode {
  const t = useText('agenda')
  const format = useFormat()
  const offerUndo = useUndo()
  const writes = useAppointments(base)
  const zone = diary.time_zone
  const first = appointment?.starts_at ?? draft?.starts_at ?? diary.from
  const [client, setClient] = useState<PickedClient | null>(appointment?.client ?? null)
  const [day, setDay] = useState(dayAt(first, zone))
  const [time, setTime] = useState(clockText(minutesAt(first, zone)))
  const [lines, setLines] = useState<Line[]>(() => initialLines(diary, appointment, draft))
  const [title, setTitle] = useState(appointment?.title ?? '')
  const [note, setNote] = useState(appointment?.note ?? '')
  const [repeat, setRepeat] = useState<Repeat>('never')
  const [times, setTimes] = useState(4)
  const form = useRef<HTMLFormElement>(null)
  const isNew = appointment === null
  useEffect(() => {
    // Whoever presses `n` goes on with a name; the sheet would give the keyboard to its cross.
    const timer = isNew ? setTimeout(() => form.current?.querySelector('input')?.focus(), 60) : undefined
    return () => clearTimeout(timer)
  }, [isNew])
  const setLine = (at: number, change: Partial<Line>): void => setLines((now) => now.map((line, index) => (index === at ? { ...line, ...change } : line)))

  const save = useMutation({ mutationFn: () => (appointment === null ? write() : rewrite(appointment)), meta: { shownByForm: 'refusals', failure: t('failed.create') }, onSuccess: onClose })

  function startOf(): number {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    return instantAt(day, hours * 60 + minutes, zone)
  }

  function placedLines(): { item_id: string | null; service_id: string | null; agenda_id: string; starts_at: string; ends_at: string; seats: number }[] {
    let at = startOf()
    return lines.map(({ item_id, service_id, agenda_id, duration, seats }, index) => {
      const starts_at = new Date(at).toISOString()
      const ends_at = new Date(at + duration * 60_000).toISOString()
      const next = lines[index + 1]
      // On the same agenda the room to breathe between two services is kept.
      const gap = next?.agenda_id === agenda_id ? bufferOf(diary, service_id, 'after') + bufferOf(diary, next.service_id, 'before') : 0
      at += (duration + gap) * 60_000
      return { item_id, service_id: service_id || null, agenda_id, starts_at, ends_at, seats }
    })
  }

  async function write(): Promise<void> {
    const body = {
      establishment_id: diary.establishment_id,
      client_id: client?.client_id ?? null,
      origin: client === null ? 'walk_in' : 'staff',
      title,
      note,
      items: placedLines().map(({ item_id: _, ...item }) => item),
    }
    if (repeat === 'never') {
      const made = await writes.create(body)
      offerUndo({ done: `${t('done.created')} · ${format.when(made.starts_at)}`, undo: () => writes.remove(made.appointment_id) })
      return
    }
    const made = await api.post<{ appointment_ids: string[]; skipped: string[] }>(`${base}/appointment-series`, { ...body, rrule: `${frequencies[repeat]};COUNT=${times}`, when_taken: 'skip' })
    const skipped = made.skipped.length === 0 ? '' : ` · ${t('done.skipped', { count: made.skipped.length })}`
    offerUndo({ done: `${t('done.series', { count: made.appointment_ids.length })}${skipped}`, undo: () => Promise.all(made.appointment_ids.map((id) => writes.remove(id))) })
  }

  async function rewrite(before: Appointment): Promise<void> {
    const changed = await writes.change(before, { client_id: client?.client_id ?? null, title, note })
    const items = placedLines().map(({ item_id, agenda_id, starts_at, ends_at }) => ({ item_id, agenda_id, starts_at, ends_at }))
    const same = items.every(({ item_id, agenda_id, starts_at, ends_at }) =>
      before.items.some((item) => item.item_id === item_id && item.agenda_id === agenda_id && epoch(item.starts_at) === epoch(starts_at) && epoch(item.ends_at) === epoch(ends_at)),
    )
    if (!same) await api.post(`${base}/appointments/${before.appointment_id}/move`, { revision: changed.revision, items })
    offerUndo({
      done: t('done.changed'),
      undo: async () => {
        const { items: old, client: whom, title: was, note: said } = before
        const now = await api.get<Appointment>(`${base}/appointments/${before.appointment_id}`)
        const back = await writes.change(now, { client_id: whom?.client_id ?? null, title: was, note: said })
        if (!same) await api.post(`${base}/appointments/${before.appointment_id}/move`, { revision: back.revision, items: old.map(({ item_id, agenda_id, starts_at, ends_at }) => ({ item_id, agenda_id, starts_at, ends_at })) })
      },
    })
  }

  function chooseService(at: number, service_id: string): void {
    const service = diary.services.find((candidate) => candidate.service_id === service_id)
    const line = lines[at]
    if (line === undefined) return
    const gives = service?.agenda_ids ?? []
    const agenda_id = service === undefined || gives.length === 0 || gives.includes(line.agenda_id) ? line.agenda_id : (gives[0] ?? line.agenda_id)
    setLine(at, { service_id, agenda_id, duration: service?.duration_minutes ?? line.duration })
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }

  const problem = save.error instanceof Problem && save.error.status < 500 ? save.error : null
  const placed = placedLines()
  const near = problem?.code !== 'slot-taken' || placed[0] === undefined ? [] : nearestFree(diary, {
    agenda_id: placed[0].agenda_id,
    around: placed[0].starts_at,
    // Several services follow one another, so room for all of them is looked for.
    minutes: (epoch(placed.at(-1)?.ends_at ?? placed[0].ends_at) - epoch(placed[0].starts_at)) / 60_000,
    before: bufferOf(diary, lines[0]?.service_id ?? '', 'before'),
    after: bufferOf(diary, lines.at(-1)?.service_id ?? '', 'after'),
    ignore: appointment?.appointment_id,
  })
  const total = lines.reduce((sum, { service_id, seats }) => sum + (diary.services.find((service) => service.service_id === service_id)?.price_minor ?? 0) * seats, 0)
  const groups = [...Map.groupBy(diary.services, ({ category }) => category)].map(([group, services]) => ({ group: group || t('form.service'), items: services.map(({ service_id, name, duration_minutes }) => ({ value: service_id, label: `${name} · ${format.duration(duration_minutes)}` })) }))
  return (
    <form ref={form} className={css['panel']} onSubmit={submit} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit(event)}>
      {problem && <div role="alert" className={css['refusal']}><strong>{problem.title}</strong> {problem.detail}{problem.errors.length > 0 && <ul>{problem.errors.map(({ field, message }) => <li key={field}>{message}</li>)}</ul>}</div>}
      {near.length > 0 && (
        <div className={css['near']} role="group" aria-label={t('nearest')}>
          <span>{t('nearest')}</span>
          {near.map((start) => <Button key={start} size="xs" variant="default" onClick={() => { setDay(dayAt(start, zone)); setTime(clockText(minutesAt(start, zone))); save.reset() }}>{format.time(start)}</Button>)}
        </div>
      )}
      <ClientPicker value={client} onChange={setClient} label={t('form.client')} />
      {lines.map((line, at) => (
        <fieldset key={at} className={css['line']}>
          <div className={css['row']}>
            <NativeSelect className={css['grow'] ?? ''} label={t('form.service')} value={line.service_id} onChange={({ currentTarget }) => chooseService(at, currentTarget.value)} data={[{ value: '', label: t('form.free_time') }, ...groups]} />
            {lines.length > 1 && appointment === null && <ActionIcon variant="subtle" size="lg" aria-label={t('form.remove_service', { name: String(at + 1) })} onClick={() => setLines((now) => now.filter((_, index) => index !== at))}><IconX size={16} /></ActionIcon>}
          </div>
          <div className={css['row']}>
            <NativeSelect className={css['grow'] ?? ''} label={t('form.agenda')} value={line.agenda_id} onChange={({ currentTarget }) => setLine(at, { agenda_id: currentTarget.value })} data={diary.agendas.map(({ agenda_id, name }) => ({ value: agenda_id, label: name }))} />
            <NumberInput className={css['short'] ?? ''} label={t('form.duration')} min={5} max={1440} step={5} value={line.duration} onChange={(value) => setLine(at, { duration: Number(value) || 5 })} />
            {capacityOf(diary, line.service_id) > 1 && <NumberInput className={css['short'] ?? ''} label={t('form.seats')} min={1} max={capacityOf(diary, line.service_id)} value={line.seats} onChange={(value) => setLine(at, { seats: Number(value) || 1 })} />}
          </div>
        </fieldset>
      ))}
      {appointment === null && lines.length < 6 && <Button variant="subtle" size="compact-md" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setLines((now) => [...now, { ...now.at(-1)!, item_id: null, service_id: '' }])}>{t('form.add_service')}</Button>}
      <div className={css['row']}>
        <TextInput className={css['grow'] ?? ''} type="date" label={t('form.day')} required value={day} onChange={({ currentTarget }) => setDay(currentTarget.value)} />
        <TextInput type="time" label={t('form.time')} required value={time} onChange={({ currentTarget }) => setTime(currentTarget.value)} />
      </div>
      {client === null && <TextInput label={t('form.label')} maxLength={200} value={title} onChange={({ currentTarget }) => setTitle(currentTarget.value)} />}
      <Textarea label={t('form.note')} description={t('form.note_warning')} autosize minRows={2} maxRows={8} maxLength={10_000} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
      {appointment === null && (
        <div className={css['row']}>
          <NativeSelect className={css['grow'] ?? ''} label={t('form.repeat')} value={repeat} onChange={({ currentTarget }) => setRepeat(currentTarget.value as Repeat)} data={repeats.map((value) => ({ value, label: t(`form.repeat_${value}`) }))} />
          {repeat !== 'never' && <NumberInput className={css['short'] ?? ''} label={t('form.times')} description={t('form.skip_taken')} min={2} max={104} value={times} onChange={(value) => setTimes(Number(value) || 2)} />}
        </div>
      )}
      <div className={css['foot']}>
        {total > 0 && <span className={css['figure']}>{t('form.total')} {format.money(total, diary.services[0]?.currency ?? 'EUR')}</span>}
        <Button variant="default" onClick={onClose}>{t('form.close')}</Button>
        <Button type="submit" loading={save.isPending}>{appointment === null ? t('form.create') : t('form.save')}</Button>
      </div>
    </form>
  )
}

function initialLines(diary: Diary, appointment: Appointment | null, draft: Draft | null): Line[] {
  if (appointment !== null) {
    return appointment.items.map((item) => ({ item_id: item.item_id, service_id: item.service_id ?? '', agenda_id: item.agenda_id, duration: (epoch(item.ends_at) - epoch(item.starts_at)) / 60_000, seats: item.seats }))
  }
  const agenda_id = draft?.agenda_id ?? diary.agendas[0]?.agenda_id ?? ''
  const drawn = draft?.ends_at === undefined ? null : (epoch(draft.ends_at) - epoch(draft.starts_at)) / 60_000
  const asked = diary.services.find(({ service_id }) => service_id === draft?.service_id)
  const service = asked ?? diary.services.find((candidate) => candidate.agenda_ids.includes(agenda_id) && (drawn === null || candidate.duration_minutes === drawn)) ?? diary.services.find((candidate) => candidate.agenda_ids.includes(agenda_id))
  return [{ item_id: null, service_id: service?.service_id ?? '', agenda_id, duration: drawn ?? service?.duration_minutes ?? 30, seats: 1 }]
}

const capacityOf = (diary: Diary, service_id: string): number => diary.services.find((service) => service.service_id === service_id)?.capacity ?? 1

function bufferOf(diary: Diary, service_id: string, side: 'before' | 'after'): number {
  const service = diary.services.find((candidate) => candidate.service_id === service_id)
  return (side === 'before' ? service?.buffer_before_minutes : service?.buffer_after_minutes) ?? 0
}
