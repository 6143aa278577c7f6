/** How often somebody came, month by month. */

export type VisitMonth = { /** Any day of it, for saying it. */ day: string; visits: number; missed: number }

const tookPlace = new Set(['confirmed', 'arrived', 'done'])

/**
 * The last months with what happened in them, the present one last.
 * @param past appointments that are over, with the local day of each
 * @param today `YYYY-MM-DD`
 */
export function visitMonths(past: readonly { day: string; status: string }[], today: string, count: number): VisitMonth[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return Array.from({ length: count }, (_, at) => {
    const index = year * 12 + (month - 1) - (count - 1 - at)
    const prefix = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
    const here = past.filter(({ day }) => day.startsWith(prefix))
    return { day: `${prefix}-01`, visits: here.filter(({ status }) => tookPlace.has(status)).length, missed: here.filter(({ status }) => status === 'no_show').length }
  })
}
