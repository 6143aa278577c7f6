import { Button, NativeSelect, Radio } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { api, Problem } from '../../api.ts'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { type ClientField, type ClientImport, networkPath } from './data.ts'
import css from './import.module.css'

const columns = ['last_name', 'first_name', 'full_name', 'email', 'phone', 'language', 'preferred_channel', 'note'] as const
const policies = ['skip', 'update', 'create'] as const

export type ColumnsStepProps = { found: ClientImport; fields: readonly ClientField[]; onChecked: (found: ClientImport) => void; onDrop: () => void }

/** What each column of the file is, with its first values beside it. */
export function ColumnsStep({ found, fields, onChecked, onDrop }: ColumnsStepProps): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { network } = usePlace()
  const [mapping, setMapping] = useState(found.mapping)
  const [when_known, setPolicy] = useState(found.when_known)
  const policyId = useId()
  const check = useMutation({
    mutationFn: () => api.put<ClientImport>(`${networkPath(network.network_id)}/client-imports/${found.import_id}`, { mapping, when_known }),
    meta: { failure: t('failed.check'), shownByForm: 'refusals' },
    onSuccess: onChecked,
  })
  const problem = check.error instanceof Problem && check.error.status < 500 ? check.error : null
  const taken = new Set(mapping)
  const label = (column: (typeof columns)[number]): string => t(`columns.${column}`)

  return (
    <div className={css['column']}>
      <p className={css['lead']}>{t('import.understood', { count: found.rows_total, columns: format.number(found.headers.length) })}</p>
      {problem !== null && <div className={css['refusal']} role="alert"><strong>{problem.title}</strong><p>{problem.errors[0]?.message ?? problem.detail}</p></div>}
      <ul className={css['mapping']}>
        {found.headers.map((header, at) => {
          const values = found.sample.map((row) => row[at] ?? '').filter((value) => value.trim() !== '').slice(0, 3)
          const free = <T extends string>(target: T): boolean => mapping[at] === target || !taken.has(target)
          return (
            <li key={at} data-left={mapping[at] === null ? '' : undefined}>
              <div>
                <strong>{header || t('import.unnamed', { number: at + 1 })}</strong>
                <p>{values.length > 0 ? values.join(' · ') : t('import.blank')}</p>
              </div>
              <NativeSelect
                aria-label={t('import.is', { header: header || String(at + 1) })}
                value={mapping[at] ?? ''}
                onChange={({ currentTarget }) => setMapping(mapping.map((target, place) => (place === at ? ((currentTarget.value || null) as typeof target) : target)))}
                data={[
                  { value: '', label: t('import.ignored') },
                  { group: t('import.our_columns'), items: columns.filter(free).map((column) => ({ value: column, label: label(column) })) },
                  ...(fields.length > 0 ? [{ group: t('import.own_columns'), items: fields.filter(({ field_id }) => free(field_id)).map((field) => ({ value: field.field_id, label: field.label })) }] : []),
                ]}
              />
            </li>
          )
        })}
      </ul>
      <Radio.Group name={policyId} label={t('import.known')} description={t('import.known_text')} value={when_known} onChange={(value) => setPolicy(value as typeof when_known)}>
        <div className={css['policies']}>{policies.map((policy) => <Radio key={policy} value={policy} label={t(`import.known_${policy}`)} description={t(`import.known_${policy}_text`)} />)}</div>
      </Radio.Group>
      <div className={css['foot']}>
        <Button variant="subtle" onClick={onDrop}>{t('import.other_file')}</Button>
        <Button variant="filled" disabled={check.isPending} onClick={() => check.mutate()}>{check.isPending ? t('import.checking') : t('import.check')}</Button>
      </div>
    </div>
  )
}
