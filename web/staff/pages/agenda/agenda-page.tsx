import { ActionIcon, Button, Checkbox, Menu, SegmentedControl, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { IconCalendarPlus, IconChevronLeft, IconChevronRight, IconClockPause, IconUsers } from '@tabler/icons-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import type { Appointment, Diary } from '../../../../src/business/agenda/schemas.ts'
import { api, Problem } from '../../api.ts'
import { useCommands } from '../../commands.ts'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { phoneBelow } from '../../theme/tokens.ts'
import { dayAt, epoch, instantAt } from '../../zone.ts'
import css from './agenda-page.module.css'
import { AppointmentPanel, type Draft } from './appointment-panel.tsx'
import { Calendar, focusBlock, type Placed } from './calendar.tsx'
import { type Block, countedEvents, daysShown, type DrawnEvent, drawnEvents, hoursShown, nameOf, nearestFree, sessionsOf, stepDay, type View } from './diary-model.ts'
import { type RuleDraft, RulePanel } from './rule-panel.tsx'
import { SessionPanel } from './session-panel.tsx'
import { type ItemPlace, useAppointments } from './use-appointments.ts'

type Panel = { kind: 'session'; key: string } | { kind: 'appointment'; id: string } | { kind: 'new'; draft: Draft } | { kind: 'rule'; draft: RuleDraft } | null

/** An appointment on its way elsewhere; `item_id` is the block that was taken hold of. */
type Move = { appointment: Appointment; item_id: string; items: ItemPlace[] }

const marks: Record<Appointment['status'], string> = { confirmed: '', arrived: '●', done: '✓', no_show: '✕', cancelled: '—' }
const views: readonly View[] = ['day', 'week', 'month']

/** The diary: home of the application. */
export function AgendaPage(): ReactNode {
  const t = useText('agenda')
  const format = useFormat()
  const { network, establishment: looked, can } = usePlace()
  const establishment = looked ?? network.establishments[0]
  const zone = establishment?.time_zone ?? 'Europe/Paris'
  const phone = useMediaQuery(`(max-width: ${phoneBelow}em)`) ?? false
  const offerUndo = useUndo()
  const navigate = useNavigate()
  const [view, setView] = useState<View>('day')
  const [day, setDay] = useState(() => dayAt(Date.now(), zone))
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [cancelled, setCancelled] = useState(false)
  const [panel, setPanel] = useState<Panel>(null)
  const now = useMinute()
  const writable = can('agenda:write')
  const range = daysShown(view, day)
  const base = `/api/networks/${network.network_id}`
  const query = useQuery({
    queryKey: [network.network_id, 'agenda', { ...range, establishment_id: establishment?.establishment_id }],
    queryFn: ({ signal }) => api.get<Diary>(`${base}/diary`, { query: { establishment_id: establishment?.establishment_id ?? '', ...range }, signal }),
    enabled: establishment !== undefined,
    placeholderData: keepPreviousData,
  })
  const diary = query.data
  const { place } = useAppointments(base)

  // On a phone one agenda fills the screen: the first, until another is chosen.
  const agendas = useMemo(() => diary?.agendas ?? [], [diary])
  const columns = useMemo(() => {
    const shown = agendas.filter(({ agenda_id }) => !hidden.has(agenda_id))
    return phone && shown.length > 1 && hidden.size === 0 && view === 'day' ? shown.slice(0, 1) : shown
  }, [agendas, hidden, phone, view])
  const visible = useMemo(() => new Set(columns.map(({ agenda_id }) => agenda_id)), [columns])
  const sideBySide = view === 'day' || (view === 'week' && columns.length <= 2 && !phone)
  const words = useMemo(() => ({ walk_in: t('walk_in'), busy: t('busy'), held: t('held'), unavailable: t('unavailable') }), [t])
  const events = useMemo(
    () => (diary === undefined ? [] : view === 'month' ? countedEvents(diary, { visible, all: phone }) : drawnEvents(diary, { visible, colourBy: sideBySide || visible.size === 1 ? 'service' : 'agenda', together: !sideBySide, cancelled, now, words })),
    [diary, view, phone, visible, sideBySide, cancelled, now, words],
  )
  const hours = useMemo(() => (diary === undefined ? { from: 8, to: 20 } : hoursShown(diary)), [diary])

  const mutate = useMutation({
    mutationFn: ({ appointment, items }: Move) => place(appointment, items),
    meta: { shownByForm: 'refusals', failure: t('failed.move') },
  })

  function carryOut(move: Move, revert: () => void): void {
    const { appointment } = move
    mutate.mutate(move, {
      onError: (error) => {
        revert()
        if (error instanceof Problem && error.status < 500) void sayRefusal(error, move)
      },
      onSuccess: (moved) => offerUndo({ done: t('done.moved'), undo: () => place(moved, appointment.items) }),
    })
  }

  /** Says why a block went back, with the nearest times that are free by what the diary says now. */
  async function sayRefusal(error: Problem, { appointment, items, item_id }: Move): Promise<void> {
    const { data: fresh } = await query.refetch()
    const wish = items.find((item) => item.item_id === item_id)
    const service = fresh?.services.find(({ service_id }) => service_id === appointment.items.find((item) => item.item_id === item_id)?.service_id)
    const near = error.code !== 'slot-taken' || fresh === undefined || wish === undefined || items.length > 1 ? [] : nearestFree(fresh, {
      agenda_id: wish.agenda_id,
      around: wish.starts_at,
      minutes: (epoch(wish.ends_at) - epoch(wish.starts_at)) / 60_000,
      before: service?.buffer_before_minutes ?? 0,
      after: service?.buffer_after_minutes ?? 0,
      ignore: appointment.appointment_id,
    })
    const id = 'agenda-refusal'
    notifications.hide(id)
    notifications.show({
      id,
      title: t('failed.move'),
      role: 'alert',
      autoClose: 15_000,
      closeButtonProps: { 'aria-label': t('form.close') },
      message: (
        <>
          <p>{error.title}. {near.length === 0 && error.detail}</p>
          {near.length > 0 && wish !== undefined && (
            <div className={css['near']}>
              <span>{t('nearest')}</span>
              {near.map((starts_at) => (
                <Button
                  key={starts_at}
                  size="xs"
                  variant="default"
                  onClick={() => {
                    notifications.hide(id)
                    const present = fresh?.appointments.find(({ appointment_id }) => appointment_id === appointment.appointment_id) ?? appointment
                    const ends_at = new Date(epoch(starts_at) + epoch(wish.ends_at) - epoch(wish.starts_at)).toISOString()
                    carryOut({ appointment: present, item_id, items: [{ ...wish, starts_at, ends_at }] }, () => {})
                  }}
                >
                  {format.time(starts_at)}
                </Button>
              ))}
            </div>
          )}
        </>
      ),
    })
  }

  function onMove(block: Block, to: Placed, revert: () => void): void {
    const [entry] = block.kind === 'session' ? block.session.entries : block.kind === 'appointment' ? [block] : []
    if (entry === undefined || (block.kind === 'session' && block.session.entries.length > 1)) return revert()
    const { appointment, item } = entry
    const shift = epoch(to.starts_at) - epoch(item.starts_at)
    const resized = epoch(to.ends_at) - epoch(to.starts_at) !== epoch(item.ends_at) - epoch(item.starts_at)
    const later = (instant: string): string => new Date(epoch(instant) + shift).toISOString()
    // Services of one appointment follow one another: a drag takes them all along, a pulled edge is its own.
    const items = appointment.items.map((other): ItemPlace => {
      const kept = { item_id: other.item_id, agenda_id: other.agenda_id, starts_at: other.starts_at, ends_at: other.ends_at }
      if (other.item_id === item.item_id) return { ...kept, agenda_id: to.agenda_id ?? other.agenda_id, starts_at: to.starts_at, ends_at: to.ends_at }
      return resized ? kept : { ...kept, starts_at: later(other.starts_at), ends_at: later(other.ends_at) }
    })
    carryOut({ appointment, item_id: item.item_id, items }, revert)
  }

  function onOpen(block: Block): void {
    if (block.kind === 'appointment') setPanel({ kind: 'appointment', id: block.appointment.appointment_id })
    if (block.kind === 'session') setPanel({ kind: 'session', key: block.session.key })
    if (block.kind === 'rule' && writable) setPanel({ kind: 'rule', draft: { rule_id: block.rule_id, starts_local: block.starts_local, recurring: block.recurring, reason: block.reason } })
  }

  function create(place?: Partial<Placed>): void {
    if (!writable || diary === undefined) return
    const agenda_id = place?.agenda_id ?? columns[0]?.agenda_id ?? agendas[0]?.agenda_id
    if (agenda_id === undefined) return
    setPanel({ kind: 'new', draft: { agenda_id, starts_at: place?.starts_at ?? nextStart(day, zone, diary.slot_step_minutes), ends_at: place?.ends_at || undefined } })
  }

  function block(): void {
    const agenda_id = columns[0]?.agenda_id
    if (writable && agenda_id !== undefined) setPanel({ kind: 'rule', draft: { agenda_id, day } })
  }

  /** The keyboard goes back to the block that was opened; the page may have drawn it anew meanwhile. */
  function close(): void {
    const open = panel
    setPanel(null)
    const id = open?.kind === 'session' ? open.key : open?.kind === 'appointment' ? diary?.appointments.find(({ appointment_id }) => appointment_id === open.id)?.items[0]?.item_id : undefined
    if (id !== undefined) setTimeout(() => focusBlock(id), 300)
  }

  const session = panel?.kind === 'session' && diary !== undefined ? sessionsOf(diary).find(({ key }) => key === panel.key) : undefined
  const go = (by: 1 | -1): void => setDay((present) => stepDay(view, present, by))
  const today = (): void => setDay(dayAt(Date.now(), zone))
  const openCalendars = (): void => void navigate({ to: `/${network.slug}/agenda/calendars` })
  useCommands([
    { id: 'calendars', label: t('calendars'), run: openCalendars },
    ...(writable ? [{ id: 'new', label: t('new'), shortcut: 'n', icon: IconCalendarPlus, run: () => create() }, { id: 'block', label: t('shortcuts.block'), shortcut: 'b', icon: IconClockPause, run: block }] : []),
    { id: 'today', label: t('shortcuts.today'), shortcut: 't', run: today },
    { id: 'next', label: t('shortcuts.next'), shortcut: 'ArrowRight', run: () => go(1) },
    { id: 'previous', label: t('shortcuts.previous'), shortcut: 'ArrowLeft', run: () => go(-1) },
    { id: 'day', label: t('shortcuts.day'), shortcut: 'd', run: () => setView('day') },
    { id: 'week', label: t('shortcuts.week'), shortcut: 'w', run: () => setView('week') },
    { id: 'month', label: t('shortcuts.month'), shortcut: 'm', run: () => setView('month') },
  ])

  const describe = (event: DrawnEvent, what: Block | undefined): { mark: string; second: string; label: string; more: string } => {
    const count = event.extendedProps.count
    if (count !== undefined) return { mark: '', second: '', more: '', label: [event.title, t('count', { count })].filter(Boolean).join(', ') }
    if (what?.kind === 'session') {
      const { session } = what
      const agenda = agendas.find(({ agenda_id }) => agenda_id === session.agenda_id)?.name ?? ''
      const people = session.entries.map(({ appointment }) => nameOf(appointment) || t('walk_in')).join(', ')
      return { mark: '', more: agenda, second: `${session.seats}/${session.capacity} · ${people}`, label: t('label_session', { time: format.span(session.starts_at, session.ends_at), service: session.service_name, seats: session.seats, capacity: session.capacity, agenda }) }
    }
    if (what?.kind !== 'appointment') return { mark: '', second: '', more: '', label: t('label_fixed', { time: what?.kind === 'rule' ? what.starts_local.slice(11) : '', title: String(event.title) }).replace(/^, /, '') }
    const { appointment, item } = what
    const agenda = agendas.find(({ agenda_id }) => agenda_id === item.agenda_id)?.name ?? ''
    return {
      mark: marks[appointment.status],
      more: `${agenda}, ${t(`statuses.${appointment.status}`)}`,
      second: item.service_name ?? (appointment.client === null ? '' : appointment.title),
      label: t('label', { time: format.span(item.starts_at, item.ends_at), name: nameOf(appointment) || t('walk_in'), service: item.service_name ?? '', agenda, status: t(`statuses.${appointment.status}`) }).replaceAll(/(, )+/g, ', '),
    }
  }

  const heading = view === 'day' ? format.fullDay(day) : view === 'month' ? format.month(day) : `${format.shortDay(range.from)} – ${format.shortDay(range.to)}`
  const count = diary?.appointments.filter(({ status }) => status !== 'cancelled').length ?? 0
  return (
    <Page
      title={t('title')}
      width="fill"
      actions={
        writable && agendas.length > 0 ? (
          <Button leftSection={<IconCalendarPlus size={16} aria-hidden="true" />} onClick={() => create()} aria-label={t('new')}>
            {phone ? t('new_short') : t('new')}
          </Button>
        ) : undefined
      }
    >
      <div className={css['bar']}>
        <div className={css['move']}>
          <ActionIcon variant="default" size="lg" aria-label={t('previous')} onClick={() => go(-1)}><IconChevronLeft size={18} /></ActionIcon>
          <Button variant="default" onClick={today}>{t('today')}</Button>
          <ActionIcon variant="default" size="lg" aria-label={t('next')} onClick={() => go(1)}><IconChevronRight size={18} /></ActionIcon>
        </div>
        <label className={css['heading']}>
          <span className={css['words']} aria-live="polite">{heading}</span>
          <input type="date" className={css['jump']} aria-label={t('go_to_day')} value={day} onChange={({ currentTarget }) => currentTarget.value && setDay(currentTarget.value)} />
        </label>
        <span className={css['count']}>{t('count', { count })}</span>
        <div className={css['right']}>
          <AgendaMenu agendas={agendas} hidden={hidden} setHidden={setHidden} cancelled={cancelled} setCancelled={setCancelled} openCalendars={openCalendars} />
          {writable && !phone && (
            <Tooltip label={t('block_time')}><ActionIcon variant="default" size="lg" aria-label={t('block_time')} onClick={block}><IconClockPause size={18} /></ActionIcon></Tooltip>
          )}
          <SegmentedControl aria-label={t('view')} value={view} onChange={(value) => setView(value as View)} data={views.map((value) => ({ value, label: t(`views.${value}`) }))} />
        </div>
      </div>
      {phone && view === 'day' && agendas.length > 1 && (
        <div className={css['tabs']} role="group" aria-label={t('agendas')}>
          {agendas.map(({ agenda_id, name }) => {
            const chosen = visible.size === 1 && visible.has(agenda_id)
            return (
              <button key={agenda_id} type="button" aria-pressed={chosen} className={css['tab']} onClick={() => setHidden(new Set(agendas.filter((other) => other.agenda_id !== agenda_id).map((other) => other.agenda_id)))}>
                {name}
              </button>
            )
          })}
        </div>
      )}
      <div className={css['sheet']} data-stale={query.isPlaceholderData || undefined}>
        {query.isError && diary === undefined ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : establishment === undefined || (diary !== undefined && agendas.length === 0) ? (
          <EmptyState title={t('empty.title')} action={can('network:configure') ? <Button component={Link} to={`/${network.slug}/settings`}>{t('empty.action')}</Button> : undefined}>{t('empty.detail')}</EmptyState>
        ) : diary === undefined ? (
          <SkeletonTable rows={14} columns={4} />
        ) : (
          <Calendar
            view={view}
            day={day}
            zone={zone}
            language={format.language}
            columns={columns}
            sideBySide={sideBySide}
            events={events}
            hours={hours}
            step={diary.slot_step_minutes}
            editable={writable}
            label={t('title')}
            describe={describe}
            onOpen={onOpen}
            onPick={create}
            onDay={(chosen) => { setDay(chosen); setView('day') }}
            onMove={onMove}
          />
        )}
      </div>
      {diary !== undefined && (panel?.kind === 'new' || panel?.kind === 'appointment') && (
        <AppointmentPanel
          key={panel.kind === 'new' ? 'new' : panel.id}
          diary={diary}
          base={base}
          appointment_id={panel.kind === 'appointment' ? panel.id : null}
          draft={panel.kind === 'new' ? panel.draft : null}
          writable={writable}
          onClose={close}
        />
      )}
      {session !== undefined && (
        <SessionPanel
          session={session}
          onAdd={writable ? () => setPanel({ kind: 'new', draft: { agenda_id: session.agenda_id, starts_at: session.starts_at, ends_at: session.ends_at, service_id: session.service_id } }) : null}
          onOpen={(id) => setPanel({ kind: 'appointment', id })}
          onClose={close}
        />
      )}
      {diary !== undefined && panel?.kind === 'rule' && <RulePanel diary={diary} base={base} draft={panel.draft} onClose={close} />}
    </Page>
  )
}

type AgendaMenuProps = { agendas: Diary['agendas']; hidden: ReadonlySet<string>; setHidden: (hidden: ReadonlySet<string>) => void; cancelled: boolean; setCancelled: (shown: boolean) => void; openCalendars: () => void }

/** Which agendas stand side by side. */
function AgendaMenu({ agendas, hidden, setHidden, cancelled, setCancelled, openCalendars }: AgendaMenuProps): ReactNode {
  const t = useText('agenda')
  const toggle = (id: string): void => {
    const next = new Set(hidden)
    if (!next.delete(id)) next.add(id)
    setHidden(next)
  }
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconUsers size={16} aria-hidden="true" />} aria-label={`${t('agendas')} ${agendas.length - hidden.size}/${agendas.length}`}>{agendas.length - hidden.size}/{agendas.length}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => setHidden(new Set())}>{t('all_agendas')}</Menu.Item>
        <Menu.Divider />
        {agendas.map(({ agenda_id, name }) => (
          <Menu.Item key={agenda_id} role="menuitemcheckbox" aria-checked={!hidden.has(agenda_id)} onClick={() => toggle(agenda_id)}>
            <Checkbox label={name} checked={!hidden.has(agenda_id)} readOnly tabIndex={-1} style={{ pointerEvents: 'none' }} />
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item role="menuitemcheckbox" aria-checked={cancelled} onClick={() => setCancelled(!cancelled)}>
          <Checkbox label={t('show_cancelled')} checked={cancelled} readOnly tabIndex={-1} style={{ pointerEvents: 'none' }} />
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item closeMenuOnClick onClick={openCalendars}>{t('calendars')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The present, a minute at a time. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** The next step of the clock if the day is today, else ten o'clock. */
function nextStart(day: string, zone: string, step: number): string {
  const now = Date.now()
  if (dayAt(now, zone) === day) return new Date(Math.ceil(now / (step * 60_000)) * step * 60_000).toISOString()
  return new Date(instantAt(day, 10 * 60, zone)).toISOString()
}
