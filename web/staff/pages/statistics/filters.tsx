import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import type { Agenda, Service } from '../../../../src/business/networks/schemas.ts'
import { api } from '../../api.ts'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { phoneBelow } from '../../theme/tokens.ts'
import { daysBetween } from '../../zone.ts'
import css from './filters.module.css'
import { isDay, LONGEST, type Period, periods, type StatisticsSearch } from './search.ts'

const origins = ['site', 'staff', 'walk_in', 'google', 'facebook', 'directory', 'pagesjaunes', 'link', 'import', 'api'] as const

export type FiltersProps = { search: StatisticsSearch; days: { from: string; to: string }; change: (search: StatisticsSearch) => void }

/** Which days, and whose appointments; everything chosen is in the address. */
export function Filters({ search, days, change }: FiltersProps): ReactNode {
  const t = useText('statistics')
  const { agendas, services } = useChoices()
  const phone = useMediaQuery(`(max-width: ${phoneBelow}em)`, undefined, { getInitialValueInEffect: false })
  const period = search.period ?? 'month'
  const [opened, setOpened] = useState(false)
  const id = useId()
  const narrowed = Object.keys(narrowing(search)).length
  const named = periods.map((value) => ({ value, label: t(`periods.${value}`) }))
  const choose = (name: keyof Narrowing) => (value: string): void => {
    const { [name]: _, ...rest } = search
    change(value === '' ? rest : { ...rest, [name]: value })
  }

  const onPeriod = (next: Period): void => change({ ...narrowing(search), period: next, ...(next === 'custom' ? days : {}) })

  return (
    <search className={css['filters']} aria-label={t('filters.label')}>
      {phone ? (
        <NativeSelect className={css['periods'] ?? ''} aria-label={t('filters.period')} value={period} onChange={({ currentTarget }) => onPeriod(currentTarget.value as Period)} data={named} />
      ) : (
        <SegmentedControl className={css['periods'] ?? ''} aria-label={t('filters.period')} value={period} onChange={(value) => onPeriod(value as Period)} data={named} />
      )}
      {period === 'custom' && <CustomDays key={`${days.from} ${days.to}`} days={days} change={(next) => change({ ...search, ...next })} />}
      {phone && (
        <Button variant="default" className={css['toggle'] ?? ''} leftSection={<IconFilter size={16} aria-hidden="true" />} aria-expanded={opened} aria-controls={id} onClick={() => setOpened(!opened)}>
          {narrowed === 0 ? t('filters.open') : t('filters.open_some', { value: narrowed })}
        </Button>
      )}
      <div id={id} className={css['narrow']} hidden={phone && !opened}>
        <Choice label={t('filters.agenda')} all={t('filters.all_agendas')} value={search.agenda} options={agendas} onChange={choose('agenda')} />
        <Choice label={t('filters.service')} all={t('filters.all_services')} value={search.service} options={services} onChange={choose('service')} />
        <Choice label={t('filters.origin')} all={t('filters.all_origins')} value={search.origin} options={origins.map((value) => ({ value, label: t(`origin_names.${value}`) }))} onChange={choose('origin')} />
      </div>
    </search>
  )
}

type Narrowing = Pick<StatisticsSearch, 'agenda' | 'service' | 'origin'>

/** What an address says beside its days. */
function narrowing({ agenda, service, origin }: StatisticsSearch): Narrowing {
  return { ...(agenda ? { agenda } : {}), ...(service ? { service } : {}), ...(origin ? { origin } : {}) }
}

/** Two days typed; they count once both exist and are the right way round. */
function CustomDays({ days, change }: { days: { from: string; to: string }; change: (days: { from: string; to: string }) => void }): ReactNode {
  const t = useText('statistics')
  const [typed, setTyped] = useState(days)
  const wrong = isDay(typed.from) && isDay(typed.to) && typed.to < typed.from
  const long = isDay(typed.from) && isDay(typed.to) && daysBetween(typed.from, typed.to) >= LONGEST
  const type = (part: Partial<typeof days>): void => {
    const next = { ...typed, ...part }
    setTyped(next)
    if (isDay(next.from) && isDay(next.to) && next.from <= next.to && daysBetween(next.from, next.to) < LONGEST) change(next)
  }
  return (
    <div className={css['custom']}>
      <label>{t('filters.from')} <input type="date" className={css['day']} value={typed.from} max="2099-12-31" onChange={({ currentTarget }) => type({ from: currentTarget.value })} /></label>
      <label>{t('filters.to')} <input type="date" className={css['day']} value={typed.to} max="2099-12-31" aria-invalid={wrong || long || undefined} onChange={({ currentTarget }) => type({ to: currentTarget.value })} /></label>
      {(wrong || long) && <span className={css['wrong']} role="alert">{wrong ? t('filters.backwards') : t('filters.too_long', { days: LONGEST })}</span>}
    </div>
  )
}

type Option = { value: string; label: string }
type Group = { group: string; items: Option[] }

function Choice({ label, all, value, options, onChange }: { label: string; all: string; value: string | undefined; options: readonly (Option | Group)[]; onChange: (value: string) => void }): ReactNode {
  return <NativeSelect className={css['choice'] ?? ''} aria-label={label} value={value ?? ''} onChange={({ currentTarget }) => onChange(currentTarget.value)} data={[{ value: '', label: all }, ...options]} />
}

/** The agendas and services to choose from: those of the establishment looked at, or of all of them, one after the other. */
function useChoices(): { agendas: (Option | Group)[]; services: (Option | Group)[] } {
  const { network, establishment } = usePlace()
  const base = `/api/networks/${network.network_id}`
  const agendas = useQuery({ queryKey: [network.network_id, 'agendas'], queryFn: ({ signal }) => api.get<{ items: Agenda[] }>(`${base}/agendas`, { signal }), staleTime: 5 * 60_000 })
  const services = useQuery({ queryKey: [network.network_id, 'services'], queryFn: ({ signal }) => api.get<{ items: Service[] }>(`${base}/services`, { signal }), staleTime: 5 * 60_000 })
  const grouped = (rows: readonly { establishment_id: string; archived_at: string | null; value: string; label: string }[]): (Option | Group)[] => {
    const options = (establishment_id: string): Option[] => rows.filter((row) => row.establishment_id === establishment_id && row.archived_at === null).map(({ value, label }) => ({ value, label }))
    const only = establishment ?? (network.establishments.length === 1 ? network.establishments[0] : undefined)
    if (only) return options(only.establishment_id)
    return network.establishments.map(({ establishment_id, name }) => ({ group: name, items: options(establishment_id) })).filter(({ items }) => items.length > 0)
  }
  return {
    agendas: grouped((agendas.data?.items ?? []).map((agenda) => ({ ...agenda, value: agenda.agenda_id, label: agenda.name }))),
    services: grouped((services.data?.items ?? []).map((service) => ({ ...service, value: service.service_id, label: service.name }))),
  }
}
