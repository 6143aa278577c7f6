import { Button, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { type ClientImport, networkPath } from './data.ts'
import css from './import.module.css'

const outcomes = ['create', 'update', 'skip', 'refused'] as const

/** What became of the rows, or would. */
function Counts({ found, done }: { found: ClientImport; done: boolean }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  if (found.counts === null) return null
  const { counts } = found
  return (
    <dl className={css['counts']}>
      {outcomes.map((outcome) => (
        <div key={outcome} data-tone={outcome === 'refused' && counts.refused > 0 ? 'danger' : undefined}>
          <dt>{done ? t(`import.done_${outcome}`) : t(`import.will_${outcome}`)}</dt>
          <dd>{format.number(counts[outcome])}</dd>
        </div>
      ))}
    </dl>
  )
}

function Refused({ found }: { found: ClientImport }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  if (found.counts === null || found.counts.refused === 0) return null
  return (
    <section>
      <h2 className={css['heading']}>{t('import.refused', { count: found.counts.refused })}</h2>
      <p className={css['lead']}><a href={`${networkPath(network.network_id)}/client-imports/${found.import_id}/refused.csv`} download>{t('import.download')}</a></p>
      {found.refused.length > 0 && (
        <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('import.refused', { count: found.counts.refused })}>
          <table className={css['table']}>
            <thead><tr><th scope="col">{t('import.line')}</th><th scope="col">{t('import.why')}</th></tr></thead>
            <tbody>{found.refused.map(({ line, field, message }) => <tr key={`${line} ${field}`}><td>{line}</td><td>{message}</td></tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** What the check found; nothing is written yet. */
export function Checked({ found, busy, onBack, onWrite }: { found: ClientImport; busy: boolean; onBack: () => void; onWrite: () => void }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { network } = usePlace()
  const { counts } = found
  const written = (counts?.create ?? 0) + (counts?.update ?? 0)
  return (
    <div className={css['column']}>
      <p className={css['lead']}>{t('import.nothing_yet')}</p>
      <Counts found={found} done={false} />
      {counts !== null && (counts.shared_contact > 0 || counts.warned > 0 || found.missing_fields.length > 0) && (
        <ul className={css['remarks']}>
          {counts.shared_contact > 0 && <li>{t('import.shared', { count: counts.shared_contact })}</li>}
          {counts.warned > 0 && <li>{t('import.warned', { count: counts.warned })}</li>}
          {found.missing_fields.length > 0 && <li>{t('import.missing', { fields: format.list(found.missing_fields) })}</li>}
        </ul>
      )}
      <Refused found={found} />
      {found.known.length > 0 && (
        <section>
          <h2 className={css['heading']}>{t('import.alike')}</h2>
          <ul className={css['known']}>
            {found.known.map(({ line, client_id, by }) => (
              <li key={line}>{t('import.line_number', { line })} <span>{t(`import.by_${by}`)}</span> <Link to="/$network/clients/$client_id" params={{ network: network.slug, client_id }}>{t('import.open_card')}</Link></li>
            ))}
          </ul>
        </section>
      )}
      <div className={css['foot']}>
        <Button variant="default" disabled={busy} onClick={onBack}>{t('import.back')}</Button>
        <Button variant="filled" disabled={busy || written === 0} onClick={onWrite}>{t('import.write', { count: written })}</Button>
      </div>
    </div>
  )
}

/** Under way: it goes on by itself. */
export function Writing({ found }: { found: ClientImport }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const share = found.rows_total === 0 ? 0 : found.rows_done / found.rows_total
  return (
    <div className={css['column']}>
      <p className={css['lead']} role="status">{t('import.writing', { done: format.number(found.rows_done), total: format.number(found.rows_total) })}</p>
      <Progress value={share * 100} aria-label={t('import.progress')} />
      <p className={css['lead']}>{t('import.leave')}</p>
    </div>
  )
}

export function Done({ found, onNext }: { found: ClientImport; onNext: () => void }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  return (
    <div className={css['column']}>
      <p className={css['lead']} role="status">{t('import.finished')}</p>
      <Counts found={found} done />
      <Refused found={found} />
      <div className={css['foot']}>
        <Button variant="default" onClick={onNext}>{t('import.another')}</Button>
        <Link to="/$network/clients" params={{ network: network.slug }} className={css['link']}>{t('import.see')}</Link>
      </div>
    </div>
  )
}

/** Nothing was written, and it can be tried again. */
export function Failed({ found, busy, onWrite, onDrop }: { found: ClientImport; busy: boolean; onWrite: () => void; onDrop: () => void }): ReactNode {
  const t = useText('clients')
  return (
    <div className={css['column']}>
      <div className={css['refusal']} role="alert"><strong>{found.stalled ? t('import.stalled') : t('import.failed')}</strong><p>{t('import.failed_text')}</p></div>
      <div className={css['foot']}>
        <Button variant="default" disabled={busy} onClick={onDrop}>{t('import.give_up')}</Button>
        <Button variant="filled" disabled={busy} onClick={onWrite}>{t('import.again')}</Button>
      </div>
    </div>
  )
}
