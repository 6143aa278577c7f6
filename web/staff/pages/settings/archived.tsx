import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import css from './settings.module.css'

/** What was put away, under the list, each with the way back. Nothing when nothing was. */
export function Archived<Item>({ items, idOf, nameOf, restore }: { items: readonly Item[]; idOf: (item: Item) => string; nameOf: (item: Item) => string; restore: (item: Item) => void }): ReactNode {
  const t = useText('settings')
  if (items.length === 0) return null
  return (
    <details className={css['archived']}>
      <summary>{t('archived.title', { number: items.length })}</summary>
      <ul className={css['list']}>
        {items.map((item) => (
          <li key={idOf(item)} className={css['row']}>
            <span className={css['what']}><span>{nameOf(item)}</span></span>
            <Button variant="default" size="xs" onClick={() => restore(item)} aria-label={t('archived.restore_what', { name: nameOf(item) })}>{t('archived.restore')}</Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
