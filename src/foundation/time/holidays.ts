/**
 * French public holidays. The data come from date-holidays, which takes 0.15 s and 45 MB to load:
 * imported on first use only.
 */

export type HolidayName = { readonly fr: string; readonly en: string }

/** Overseas parts of France with holidays of their own: ISO 3166-2 number to date-holidays' code. */
const OVERSEAS: Readonly<Record<string, string>> = {
  '971': 'GP', '972': 'MQ', '973': 'GF', '974': 'RE', '975': 'PM', '976': 'YT',
  '977': 'BL', '978': 'MF', '986': 'WF', '987': 'PF', '988': 'NC',
}

/** Alsace and Moselle keep Good Friday and 26 December (ordinance of 16 August 1892). */
const LOCAL_LAW = ['57', '67', '68']

const years = new Map<string, Promise<ReadonlyMap<string, HolidayName>>>()

/**
 * Public holidays of a year, day ('YYYY-MM-DD') to name, ascending. The region is 'FR' or 'FR-' and a
 * department ('FR-57', 'FR-2A', 'FR-974') or overseas code ('FR-RE', 'FR-PF'). Rejects with RangeError
 * for another region. Answers are kept per region and year; do not change them.
 */
export function publicHolidays(region: string, year: number): Promise<ReadonlyMap<string, HolidayName>> {
  const key = `${region} ${year}`
  let holidays = years.get(key)
  if (!holidays) {
    holidays = readHolidays(region, year)
    years.set(key, holidays)
    holidays.catch(() => years.delete(key))
  }
  return holidays
}

async function readHolidays(region: string, year: number): Promise<ReadonlyMap<string, HolidayName>> {
  const place = calendarOf(region)
  const { default: Holidays } = await import('date-holidays')
  const calendar = new Holidays(place, { types: ['public'] })
  const english = new Map(calendar.getHolidays(year, 'en').map(({ rule, name }) => [rule, name]))
  const holidays = new Map<string, HolidayName>()
  for (const { date, rule, name } of calendar.getHolidays(year, 'fr')) {
    const day = date.slice(0, 10)
    const other = holidays.get(day) // Ascension fell on Labour Day in 2008 and will again in 2160.
    const both = (first: string | undefined, second: string) => (first ? `${first}, ${second}` : second)
    holidays.set(day, { fr: both(other?.fr, name), en: both(other?.en, english.get(rule) ?? name) })
  }
  return holidays
}

/** Where date-holidays keeps a region: overseas as countries, Alsace and Moselle as states of FR. */
function calendarOf(region: string): { country: string; state?: string } {
  const code = /^FR-(\w{2,3})$/.exec(region)?.[1] ?? ''
  const overseas = OVERSEAS[code] ?? Object.values(OVERSEAS).find((other) => other === code)
  if (overseas) return { country: overseas }
  if (LOCAL_LAW.includes(code)) return { country: 'FR', state: code }
  if (region === 'FR' || /^(?:0[1-9]|[13-8]\d|2[1-9AB]|9[0-5])$/.test(code)) return { country: 'FR' }
  throw new RangeError(`not a French region: ${region}`)
}
