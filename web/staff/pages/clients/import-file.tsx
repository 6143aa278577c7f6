import { useMutation } from '@tanstack/react-query'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { type DragEvent, type ReactNode, useId, useState } from 'react'
import { api, Problem } from '../../api.ts'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { type ClientImport, networkPath } from './data.ts'
import css from './import.module.css'

const largest = 20 * 1024 * 1024

/** A file chosen or dropped. */
export function FileStep({ onReceived }: { onReceived: (found: ClientImport) => void }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const [over, setOver] = useState(false)
  const [large, setLarge] = useState(false)
  const inputId = useId()
  const send = useMutation({
    mutationFn: async (file: File) => api.post<ClientImport>(`${networkPath(network.network_id)}/client-imports`, { content: await inBase64(file) }),
    meta: { failure: t('failed.file'), shownByForm: 'refusals' },
    onSuccess: onReceived,
  })

  function take(file: File | undefined): void {
    if (file === undefined || send.isPending) return
    setLarge(file.size > largest)
    if (file.size <= largest) send.mutate(file)
  }

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }

  const problem = send.error instanceof Problem && send.error.status < 500 ? send.error : null
  return (
    <div className={css['column']}>
      <label htmlFor={inputId} className={css['drop']} data-over={over ? '' : undefined} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)} onDrop={onDrop}>
        <IconFileTypeCsv size={32} stroke={1.25} aria-hidden="true" />
        <strong>{send.isPending ? t('import.reading') : t('import.choose')}</strong>
        <span>{t('import.accepted')}</span>
        <input id={inputId} type="file" className="unseen" accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values" disabled={send.isPending} onChange={({ currentTarget }) => { take(currentTarget.files?.[0]); currentTarget.value = '' }} />
      </label>
      {(problem !== null || large) && (
        <div className={css['refusal']} role="alert">
          {large ? <strong>{t('import.too_large')}</strong> : <><strong>{problem?.title}</strong><p>{problem?.errors[0]?.message ?? problem?.detail}</p>{lineOf(problem) !== null && <p>{t('import.at_line', { line: lineOf(problem) ?? 0 })}</p>}</>}
        </div>
      )}
      <h2 className={css['heading']}>{t('import.how')}</h2>
      <ul className={css['hints']}>
        <li>{t('import.hint_header')}</li>
        <li>{t('import.hint_excel')}</li>
        <li>{t('import.hint_nothing')}</li>
      </ul>
    </div>
  )
}

const lineOf = (problem: Problem | null): number | null => (typeof problem?.document['line'] === 'number' ? problem.document['line'] : null)

function inBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable file'))
    reader.readAsDataURL(file)
  })
}
