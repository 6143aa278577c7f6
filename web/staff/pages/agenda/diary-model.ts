/**
 * From the server's diary to what the calendar draws. The calendar knows no zones: it is fed the wall clock of the
 * establishment, written as if it were UTC, and its answers are read back the same way.
 */
import type { Appointment, AppointmentItem, Diary } from '../../../../src/business/agenda/schemas.ts'
import { agendaColours, type AgendaColour } from '../../theme/tokens.ts'
import { addDays, dayAt, type Instant, instantAt, minutesAt } from '../../zone.ts'

export type View = 'day' | 'week' | 'month'

/** What a drawn block stands for. */
export type Block =
  | { kind: 'appointment'; appointment: Appointment; item: AppointmentItem }
  | { kind: 'session'; session: Session }
  | { kind: 'external'; summary: string }
  | { kind: 'hold'; held_until: string }
  | { kind: 'rule'; rule_id: string; reason: string; starts_local: string; recurring: boolean }

/** A group session: several people on one place of one agenda. */
export type Session = {
  /** `agenda|service|start|end`, which is what makes two items share a place. */
  key: string
  agenda_id: string
  service_id: string
  service_name: string
  colour: string | null
  starts_at: string
  ends_at: string
  capacity: number
  seats: number
  entries: { appointment: Appointment; item: AppointmentItem }[]
}

export type DrawnEvent = {
  id: string
  resourceIds: string[]
  start: string
  end: string
  title: string
  display?: 'auto' | 'background'
  editable?: boolean
  classNames: string[]
  styles: string[]
  allDay?: boolean
  extendedProps: { block?: Block; count?: number }
}

/** `2027-03-01T14:30:00`: the wall clock of `zone` at an instant. */
export function toWall(instant: Instant, zone: string): string {
  const minutes = minutesAt(instant, zone)
  return `${dayAt(instant, zone)}T${clockText(minutes)}:00`
}

/**
 * The instant (ISO, UTC) at which the wall clock of `zone` shows what a calendar's Date shows. The calendar hands out
 * Dates whose local parts, in whatever zone the browser is, are the ones on its screen.
 */
export function fromWall(shown: Date, zone: string): string {
  return new Date(instantAt(dayOf(shown), shown.getHours() * 60 + shown.getMinutes(), zone)).toISOString()
}

/** The day that a calendar's Date stands on. */
export function dayOf(shown: Date): string {
  return [shown.getFullYear(), shown.getMonth() + 1, shown.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

/** `08:05` for 485. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** The first and last day that a view shows around a day; weeks begin on Monday. */
export function daysShown(view: View, day: string): { from: string; to: string } {
  const monday = (date: string): string => addDays(date, -((new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7))
  if (view === 'day') return { from: day, to: day }
  if (view === 'week') return { from: monday(day), to: addDays(monday(day), 6) }
  const first = monday(`${day.slice(0, 7)}-01`)
  const last = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10)
  return { from: first, to: addDays(monday(last), 6) }
}

/** The day that `next` (1) or `previous` (-1) leads to. */
export function stepDay(view: View, day: string, by: 1 | -1): string {
  if (view === 'day') return addDays(day, by)
  if (view === 'week') return addDays(day, 7 * by)
  const month = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + by, 1))
  return month.toISOString().slice(0, 10)
}

/** Hours that the day and week views show: the open ones and whatever else stands there, never less than eight. */
export function hoursShown(diary: Diary): { from: number; to: number } {
  const zone = diary.time_zone
  const spans = [...diary.agendas.flatMap(({ open, external }) => [...open, ...external]), ...diary.appointments]
  let from = 24 * 60
  let to = 0
  for (const { starts_at, ends_at } of spans) {
    const sameDay = dayAt(starts_at, zone) === dayAt(Date.parse(ends_at) - 1, zone)
    from = Math.min(from, minutesAt(starts_at, zone))
    to = Math.max(to, sameDay ? minutesAt(Date.parse(ends_at) - 1, zone) + 1 : 24 * 60)
    if (!sameDay) from = 0
  }
  if (from >= to) return { from: 8, to: 20 }
  const first = Math.max(0, Math.floor(from / 60))
  const last = Math.min(24, Math.ceil(to / 60))
  return last - first >= 8 ? { from: first, to: last } : { from: Math.max(0, Math.min(first, 24 - 8)), to: Math.max(last, Math.min(24, first + 8)) }
}

const names = Object.keys(agendaColours) as AgendaColour[]

/** Inline styles that paint a block in a quiet form of a colour, readable in light and dark. */
export function paint(colour: string | null): string[] {
  const name = names.find((candidate) => agendaColours[candidate].hue === colour?.toLowerCase())
  if (name !== undefined) return [`--block-hue:var(--${name}-hue)`, `--block-fill:var(--${name}-fill)`, `--block-text:var(--${name}-text)`]
  if (colour === null) return ['--block-hue:var(--grey-hue)', '--block-fill:var(--grey-fill)', '--block-text:var(--grey-text)']
  return [`--block-hue:${colour}`, `--block-fill:color-mix(in oklab, ${colour} 14%, var(--canvas))`, '--block-text:var(--ink)']
}

/** The person's name, or the title, or nothing: the caller says it in words. */
export function nameOf({ client, title }: Pick<Appointment, 'client' | 'title'>): string {
  if (client === null) return title
  return `${client.first_name} ${client.last_name}`.trim() || (client.phone ?? client.email ?? title)
}

export type DrawOptions = { visible: ReadonlySet<string>; colourBy: 'service' | 'agenda'; /** Agendas share one column a day. */ together: boolean; cancelled: boolean; now: number; words: { walk_in: string; busy: string; held: string; unavailable: string } }

/** Everything to draw between the diary's two days. */
export function drawnEvents(diary: Diary, options: DrawOptions): DrawnEvent[] {
  const { visible, colourBy, cancelled, words } = options
  const zone = diary.time_zone
  const wall = (span: { starts_at: string; ends_at: string }): { start: string; end: string } => ({ start: toWall(span.starts_at, zone), end: toWall(span.ends_at, zone) })
  const colourOf = new Map(diary.agendas.map(({ agenda_id, colour }) => [agenda_id, colour]))
  const events: DrawnEvent[] = []
  for (const appointment of diary.appointments) {
    if (appointment.status === 'cancelled' && !cancelled) continue
    for (const item of appointment.items) {
      if (!visible.has(item.agenda_id) || isGroup(appointment, item)) continue
      events.push({
        id: item.item_id,
        resourceIds: [item.agenda_id],
        ...wall(item),
        title: nameOf(appointment) || words.walk_in,
        editable: appointment.status !== 'cancelled',
        classNames: ['block', `is-${appointment.status}`],
        styles: paint((colourBy === 'service' ? item.colour : null) ?? colourOf.get(item.agenda_id) ?? null),
        extendedProps: { block: { kind: 'appointment', appointment, item } },
      })
    }
  }
  for (const session of sessionsOf(diary)) {
    if (!visible.has(session.agenda_id)) continue
    events.push({
      id: session.key,
      resourceIds: [session.agenda_id],
      ...wall(session),
      title: session.service_name,
      // A session of several people cannot leave its place one by one without meeting itself there.
      editable: session.entries.length === 1,
      classNames: ['block', 'is-session'],
      styles: paint((colourBy === 'service' ? session.colour : null) ?? colourOf.get(session.agenda_id) ?? null),
      extendedProps: { block: { kind: 'session', session } },
    })
  }
  const columns = diary.agendas.filter(({ agenda_id }) => visible.has(agenda_id))
  for (const agenda of diary.agendas) {
    if (!visible.has(agenda.agenda_id)) continue
    const resourceIds = [agenda.agenda_id]
    const fixed = { resourceIds, editable: false, styles: [] }
    for (const busy of agenda.external) {
      events.push({ id: busy.busy_id, ...fixed, ...wall(busy), title: busy.summary || words.busy, classNames: ['block', 'is-external'], extendedProps: { block: { kind: 'external', summary: busy.summary } } })
    }
    for (const hold of agenda.holds) {
      events.push({ id: `hold-${hold.hold_id}-${hold.starts_at}`, ...fixed, ...wall(hold), title: words.held, classNames: ['block', 'is-hold'], extendedProps: { block: { kind: 'hold', held_until: hold.held_until } } })
    }
    for (const rule of agenda.rules) {
      // In a shared column one person's lunch is not everyone's: it would only make the appointments narrow.
      if (rule.kind !== 'unavailable' || (options.together && columns.length > 1)) continue
      events.push({
        id: `rule-${rule.rule_id}-${rule.starts_local}`,
        ...fixed,
        ...wall(rule),
        title: rule.reason || words.unavailable,
        classNames: ['block', 'is-rule'],
        extendedProps: { block: { kind: 'rule', rule_id: rule.rule_id, reason: rule.reason, starts_local: rule.starts_local, recurring: rule.recurring } },
      })
    }
    if (options.now >= Date.parse(diary.from) && options.now < Date.parse(diary.to)) {
      // The calendar's own line would follow the browser's clock, not the establishment's.
      const start = toWall(options.now, zone)
      events.push({ id: `now-${agenda.agenda_id}`, ...fixed, start, end: toWall(options.now + 60_000, zone), title: '', display: 'background', classNames: ['now'], extendedProps: {} })
    }
    // In a shared column only the time when nobody works is closed; it is drawn once.
    if (options.together && agenda !== columns[0]) continue
    for (const [index, closed] of closedSpans(diary, options.together ? columns : [agenda]).entries()) {
      events.push({ id: `closed-${agenda.agenda_id}-${index}`, ...fixed, ...closed, title: '', display: 'background', classNames: ['closed'], extendedProps: {} })
    }
  }
  return events
}

const isGroup = ({ status }: Appointment, { capacity, service_id }: AppointmentItem): boolean => capacity > 1 && service_id !== null && status !== 'cancelled'

/** The group sessions of a diary, each with its people in order of their names. */
export function sessionsOf(diary: Diary): Session[] {
  const sessions = new Map<string, Session>()
  for (const appointment of diary.appointments) {
    for (const item of appointment.items) {
      if (!isGroup(appointment, item)) continue
      const { agenda_id, starts_at, ends_at, capacity, colour } = item
      const service_id = item.service_id ?? ''
      const key = `${agenda_id}|${service_id}|${starts_at}|${ends_at}`
      const session = sessions.get(key) ?? { key, agenda_id, service_id, service_name: item.service_name ?? '', colour, starts_at, ends_at, capacity, seats: 0, entries: [] }
      session.seats += item.seats
      session.entries.push({ appointment, item })
      sessions.set(key, session)
    }
  }
  for (const { entries } of sessions.values()) entries.sort((one, other) => nameOf(one.appointment).localeCompare(nameOf(other.appointment)))
  return [...sessions.values()]
}

/** A month, counted: a chip a day for each agenda, or for all of them. */
export function countedEvents(diary: Diary, { visible, all }: { visible: ReadonlySet<string>; all: boolean }): DrawnEvent[] {
  const counts = new Map<string, number>()
  for (const { status, items } of diary.appointments) {
    if (status === 'cancelled') continue
    for (const day of new Set(items.filter(({ agenda_id }) => visible.has(agenda_id)).map(({ agenda_id, starts_at }) => `${dayAt(starts_at, diary.time_zone)} ${all ? '' : agenda_id}`))) {
      counts.set(day, (counts.get(day) ?? 0) + 1)
    }
  }
  const order = new Map(diary.agendas.map((agenda, position) => [agenda.agenda_id, { ...agenda, position }]))
  return [...counts].map(([key, count]) => {
    const [day = '', agenda_id = ''] = key.split(' ')
    const agenda = order.get(agenda_id)
    return {
      id: `${String(agenda?.position ?? 0).padStart(3, '0')}-${key}`,
      resourceIds: [],
      start: day,
      end: day,
      allDay: true,
      title: agenda?.name ?? '',
      editable: false,
      classNames: ['block', 'is-count'],
      styles: paint(agenda?.colour ?? null),
      extendedProps: { count },
    }
  })
}

/**
 * The free starts nearest to a time, on one agenda and among the days that the diary holds.
 * @param wish minutes that are needed, room around them included; `ignore` is the appointment that moves
 * @returns instants (ISO), nearest first, at most three
 */
export function nearestFree(diary: Diary, wish: { agenda_id: string; around: string; before: number; minutes: number; after: number; ignore?: string | undefined }): string[] {
  const agenda = diary.agendas.find(({ agenda_id }) => agenda_id === wish.agenda_id)
  if (agenda === undefined) return []
  const minute = 60_000
  const step = diary.slot_step_minutes * minute
  const margins = new Map(diary.services.map((service) => [service.service_id, service]))
  const taken = diary.appointments
    .filter(({ appointment_id, status }) => appointment_id !== wish.ignore && status !== 'cancelled')
    .flatMap(({ items }) => items)
    .filter(({ agenda_id }) => agenda_id === wish.agenda_id)
    .map(({ starts_at, ends_at, service_id }) => {
      const service = margins.get(service_id ?? '')
      return [Date.parse(starts_at) - (service?.buffer_before_minutes ?? 0) * minute, Date.parse(ends_at) + (service?.buffer_after_minutes ?? 0) * minute] as const
    })
  const busy = [...taken, ...[...agenda.external, ...agenda.holds].map(({ starts_at, ends_at }) => [Date.parse(starts_at), Date.parse(ends_at)] as const)]
  const around = Date.parse(wish.around)
  const free: number[] = []
  for (const open of agenda.open) {
    const last = Date.parse(open.ends_at) - wish.minutes * minute
    for (let at = Date.parse(open.starts_at); at <= last; at += step) {
      const from = at - wish.before * minute
      const to = at + (wish.minutes + wish.after) * minute
      if (at !== around && busy.every(([start, end]) => end <= from || start >= to)) free.push(at)
    }
  }
  return free.toSorted((one, other) => Math.abs(one - around) - Math.abs(other - around)).slice(0, 3).map((at) => new Date(at).toISOString())
}

/** What is left of each day when the open time of all these agendas is taken out, on the wall clock. */
function closedSpans(diary: Diary, agendas: Diary['agendas']): { start: string; end: string }[] {
  const zone = diary.time_zone
  const opens = agendas.flatMap(({ open }) => open).toSorted((one, other) => one.starts_at.localeCompare(other.starts_at))
  const spans: { start: string; end: string }[] = []
  for (let day = dayAt(diary.from, zone); day < dayAt(diary.to, zone); day = addDays(day, 1)) {
    const midnight = `${day}T00:00:00`
    const next = `${addDays(day, 1)}T00:00:00`
    let at = midnight
    for (const open of opens) {
      const start = toWall(open.starts_at, zone)
      const end = toWall(open.ends_at, zone)
      if (end <= midnight || start >= next) continue
      if (start > at) spans.push({ start: at, end: start })
      if (end > at) at = end < next ? end : next
    }
    if (at < next) spans.push({ start: at, end: next })
  }
  return spans
}
