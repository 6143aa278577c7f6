import { Button, Chip, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { AgendaRuleRow, Diary } from '../../../../src/business/agenda/schemas.ts'
import { api, Problem } from '../../api.ts'
import { Sheet } from '../../components/dialog.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat } from '../../place.ts'
import { daysBetween } from '../../zone.ts'
import css from './panel.module.css'

/** Time to block, or a block that was pressed. */
export type RuleDraft =
  | { agenda_id: string; day: string; rule_id?: undefined }
  | { rule_id: string; starts_local: string; recurring: boolean; reason: string; agenda_id?: undefined }

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** When an agenda works or does not: once, or every week. */
export function RulePanel({ diary, base, draft, onClose }: { diary: Diary; base: string; draft: RuleDraft; onClose: () => void }): ReactNode {
  const t = useText('agenda')
  return (
    <Sheet opened onClose={onClose} title={draft.rule_id === undefined ? t('rule.title_new') : t('rule.title')}>
      {draft.rule_id === undefined ? <RuleForm diary={diary} base={base} draft={draft} onClose={onClose} /> : <PresentRule base={base} draft={draft} onClose={onClose} />}
    </Sheet>
  )
}

function useRuleWrites(base: string) {
  const client = useQueryClient()
  const refresh = (): void => void client.invalidateQueries({ queryKey: [base.split('/').at(-1), 'agenda'] })
  const after = async <T,>(write: Promise<T>): Promise<T> => write.finally(refresh)
  return {
    create: (body: object) => after(api.post<AgendaRuleRow>(`${base}/agenda-rules`, body)),
    remove: (id: string) => after(api.delete<AgendaRuleRow>(`${base}/agenda-rules/${id}`)),
    restore: (id: string) => after(api.post<AgendaRuleRow>(`${base}/agenda-rules/${id}/restore`)),
    change: (id: string, body: object) => after(api.patch<AgendaRuleRow>(`${base}/agenda-rules/${id}`, body)),
  }
}

function PresentRule({ base, draft, onClose }: { base: string; draft: Extract<RuleDraft, { rule_id: string }>; onClose: () => void }): ReactNode {
  const t = useText('agenda')
  const format = useFormat()
  const offerUndo = useUndo()
  const writes = useRuleWrites(base)
  const run = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), meta: { failure: t('failed.rule') }, onSuccess: onClose })
  const remove = (): void =>
    run.mutate(async () => {
      await writes.remove(draft.rule_id)
      offerUndo({ done: t('done.unblocked'), undo: () => writes.restore(draft.rule_id) })
    })
  const once = (): void =>
    run.mutate(async () => {
      const rule = await api.get<AgendaRuleRow>(`${base}/agenda-rules/${draft.rule_id}`)
      await writes.change(draft.rule_id, { exdates: [...rule.exdates, draft.starts_local] })
      offerUndo({ done: t('done.unblocked'), undo: () => writes.change(draft.rule_id, { exdates: rule.exdates }) })
    })
  return (
    <div className={css['panel']}>
      <p className={css['when']}>{draft.reason || t('unavailable')}<br /><strong>{format.day(draft.starts_local.slice(0, 10))}</strong></p>
      <div className={css['actions']}>
        {draft.recurring && <Button variant="default" onClick={once}>{t('rule.delete_once')}</Button>}
        <Button variant="default" onClick={remove}>{t('rule.delete')}</Button>
      </div>
    </div>
  )
}

function RuleForm({ diary, base, draft, onClose }: { diary: Diary; base: string; draft: Extract<RuleDraft, { day: string }>; onClose: () => void }): ReactNode {
  const t = useText('agenda')
  const offerUndo = useUndo()
  const writes = useRuleWrites(base)
  const [agenda_id, setAgenda] = useState(draft.agenda_id)
  const [kind, setKind] = useState<'available' | 'unavailable'>('unavailable')
  const [day, setDay] = useState(draft.day)
  const [lastDay, setLastDay] = useState(draft.day)
  const [from, setFrom] = useState('12:00')
  const [to, setTo] = useState('13:00')
  const [reason, setReason] = useState('')
  const [repeats, setRepeats] = useState(false)
  const [days, setDays] = useState<string[]>([weekdays[(new Date(`${draft.day}T12:00:00Z`).getUTCDay() + 6) % 7]!])
  const [until, setUntil] = useState('')

  const save = useMutation({
    mutationFn: async () => {
      const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
      const length = daysBetween(day, repeats ? day : lastDay) * 1440 + minutes(to) - minutes(from)
      const rrule = repeats ? `FREQ=WEEKLY;BYDAY=${weekdays.filter((name) => days.includes(name)).join(',')}${until === '' ? '' : `;UNTIL=${until.replaceAll('-', '')}`}` : null
      const rule = await writes.create({ agenda_id, kind, starts_local: `${day}T${from}`, duration_minutes: length <= 0 ? length + 1440 : length, rrule, reason })
      offerUndo({ done: t('done.blocked'), undo: () => writes.remove(rule.rule_id) })
    },
    meta: { shownByForm: 'refusals', failure: t('failed.rule') },
    onSuccess: onClose,
  })
  const problem = save.error instanceof Problem && save.error.status < 500 ? save.error : null

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }

  return (
    <form className={css['panel']} onSubmit={submit}>
      {problem && <div role="alert" className={css['refusal']}><strong>{problem.title}</strong> {problem.detail}</div>}
      <NativeSelect label={t('form.agenda')} value={agenda_id} onChange={({ currentTarget }) => setAgenda(currentTarget.value)} data={diary.agendas.map((agenda) => ({ value: agenda.agenda_id, label: agenda.name }))} />
      <NativeSelect label={t('rule.kind')} value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as typeof kind)} data={(['unavailable', 'available'] as const).map((value) => ({ value, label: t(`rule.${value}`) }))} />
      <div className={css['row']}>
        <TextInput className={css['grow'] ?? ''} type="date" label={t('form.day')} required value={day} onChange={({ currentTarget }) => { setDay(currentTarget.value); if (lastDay < currentTarget.value) setLastDay(currentTarget.value) }} />
        <TextInput type="time" label={t('rule.from')} required value={from} onChange={({ currentTarget }) => setFrom(currentTarget.value)} />
      </div>
      <div className={css['row']}>
        {!repeats && <TextInput className={css['grow'] ?? ''} type="date" label={t('rule.until')} required min={day} value={lastDay} onChange={({ currentTarget }) => setLastDay(currentTarget.value)} />}
        <TextInput type="time" label={t('rule.to')} required value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)} />
      </div>
      <TextInput label={t('rule.reason')} maxLength={500} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
      <Chip checked={repeats} onChange={setRepeats}>{t('rule.repeats')}</Chip>
      {repeats && (
        <>
          <Chip.Group multiple value={days} onChange={setDays}>
            <div className={css['days']} role="group" aria-label={t('rule.weekly_on')}>{weekdays.map((name) => <Chip key={name} value={name} size="xs">{t(`weekdays.${name}`)}</Chip>)}</div>
          </Chip.Group>
          <TextInput type="date" label={t('rule.until')} min={day} value={until} onChange={({ currentTarget }) => setUntil(currentTarget.value)} />
        </>
      )}
      <div className={css['foot']}>
        <Button variant="default" onClick={onClose}>{t('form.close')}</Button>
        <Button type="submit" loading={save.isPending}>{t('rule.save')}</Button>
      </div>
    </form>
  )
}
