/** How a table's rows are put in order. */
export type SortValue = string | number | null
export type Sort = { column: string; descending: boolean }

/**
 * The rows ordered by what `value` gives for each: numbers by size, text as the language orders it (numbers within
 * text by size too). Rows without a value stand last either way; equal rows keep their order.
 */
export function sorted<Row>(rows: readonly Row[], value: (row: Row) => SortValue, descending: boolean, locale: string): Row[] {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
  const sign = descending ? -1 : 1
  return rows
    .map((row) => ({ row, key: value(row) }))
    .toSorted((one, other) => {
      if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null)
      if (typeof one.key === 'number' && typeof other.key === 'number') return sign * (one.key - other.key)
      return sign * collator.compare(String(one.key), String(other.key))
    })
    .map(({ row }) => row)
}

/** What a press on a column's header does: order by it, then the other way round. */
export const nextSort = (current: Sort | null, column: string): Sort =>
  current?.column === column ? { column, descending: !current.descending } : { column, descending: false }
