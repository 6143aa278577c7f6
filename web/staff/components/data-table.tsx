import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { locales } from '../format.ts'
import { useLanguage, useText } from '../i18n/i18n.ts'
import css from './data-table.module.css'
import { nextSort, type Sort, sorted, type SortValue } from './sorting.ts'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** What the column is ordered by; a column without it cannot be. */
  sort?: (row: Row) => SortValue
  /** Numbers and amounts stand at the end, so that their digits line up. */
  align?: 'end'
  /** CSS width; columns without one share the rest. */
  width?: string
  /** Left out of the card that a row becomes on a telephone. */
  notOnPhone?: boolean
}

export type DataTableProps<Row> = {
  /** What the table lists, for screen readers. */
  caption: string
  /** The first column names the row. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Opens a row: on a click anywhere on it, or Enter. Arrows, Home and End go from row to row. */
  onOpen?: (row: Row) => void
  initialSort?: Sort
  /** The row that is open beside the table, if any. */
  selected?: string | null
  /** Under the rows: "Afficher la suite", totals. */
  footer?: ReactNode
}

/** A dense list with columns that can be ordered; on a telephone each row is a card. */
export function DataTable<Row>({ caption, columns, rows, rowKey, onOpen, initialSort, selected, footer }: DataTableProps<Row>): ReactNode {
  const [sort, setSort] = useState<Sort | null>(initialSort ?? null)
  const [current, setCurrent] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const locale = locales[useLanguage()]
  const ordered = useMemo(() => {
    const by = columns.find(({ id }) => id === sort?.column)?.sort
    return by && sort ? sorted(rows, by, sort.descending, locale) : rows
  }, [columns, rows, sort, locale])
  const keys = ordered.map(rowKey)
  // One row takes part in the Tab order: the one last used, else the open one, else the first.
  const tabbable = [current, selected].find((key) => key != null && keys.includes(key)) ?? keys[0]

  function onKeyDown(event: KeyboardEvent): void {
    const buttons = [...(body.current?.querySelectorAll<HTMLButtonElement>('[data-row]') ?? [])]
    const at = buttons.findIndex((button) => button === event.target)
    if (at < 0) return
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (target === undefined) return
    event.preventDefault()
    buttons[Math.min(Math.max(target, 0), buttons.length - 1)]?.focus()
  }

  // On a telephone the table is laid out as cards, and a browser then forgets that it is a table: the roles say so.
  return (
    <div className={css['frame']}>
      <PhoneSort columns={columns} sort={sort} setSort={setSort} />
      <table className={css['table']} role="table" data-opens={onOpen ? '' : undefined}>
        <caption className="unseen">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => <Header key={column.id} column={column} sort={sort} setSort={setSort} />)}
          </tr>
        </thead>
        <tbody role="rowgroup" ref={body} onKeyDown={onKeyDown}>
          {ordered.map((row, index) => {
            const key = keys[index] ?? ''
            return (
              <tr key={key} role="row" data-selected={key === selected ? '' : undefined}>
                {columns.map((column, place) => (
                  <td key={column.id} role="cell" data-label={column.header} data-align={column.align} data-title={place === 0 ? '' : undefined} data-not-on-phone={column.notOnPhone ? '' : undefined}>
                    {place === 0 && onOpen ? (
                      <button type="button" className={css['open']} data-row="" tabIndex={key === tabbable ? 0 : -1} aria-current={key === selected ? 'true' : undefined} onFocus={() => setCurrent(key)} onClick={() => onOpen(row)}>
                        {column.cell(row)}
                      </button>
                    ) : column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      {footer && <div className={css['footer']}>{footer}</div>}
    </div>
  )
}

type HeaderProps<Row> = { column: Column<Row>; sort: Sort | null; setSort: (sort: Sort) => void }

function Header<Row>({ column, sort, setSort }: HeaderProps<Row>): ReactNode {
  const active = sort?.column === column.id
  const direction = active ? (sort.descending ? 'descending' : 'ascending') : undefined
  const Arrow = sort?.descending ? IconArrowDown : IconArrowUp
  return (
    <th role="columnheader" scope="col" style={{ width: column.width }} data-align={column.align} aria-sort={direction}>
      {column.sort ? (
        <button type="button" className={css['sort']} onClick={() => setSort(nextSort(sort, column.id))}>
          {column.header}
          {active && <Arrow size={12} stroke={2} aria-hidden="true" />}
        </button>
      ) : column.header}
    </th>
  )
}

/** On a telephone there are no headers to press. */
function PhoneSort<Row>({ columns, sort, setSort }: { columns: readonly Column<Row>[]; sort: Sort | null; setSort: (sort: Sort | null) => void }): ReactNode {
  const t = useText('common')
  const id = useId()
  const sortable = columns.filter((column) => column.sort)
  if (sortable.length === 0) return null
  const value = sort ? `${sort.column}:${sort.descending ? 'down' : 'up'}` : ''
  return (
    <div className={css['phoneSort']}>
      <label htmlFor={id}>{t('table.sort_by')}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          const [column = '', direction] = currentTarget.value.split(':')
          setSort(column ? { column, descending: direction === 'down' } : null)
        }}
      >
        <option value="">{t('table.unsorted')}</option>
        {sortable.flatMap(({ id: column, header }) => [
          <option key={`${column}:up`} value={`${column}:up`}>{t('table.ascending', { header })}</option>,
          <option key={`${column}:down`} value={`${column}:down`}>{t('table.descending', { header })}</option>,
        ])}
      </select>
    </div>
  )
}
