import pg from 'pg'

/** How column values arrive: instants as Temporal.Instant, local dates and times as ISO strings. */
const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.TIMESTAMPTZ]: instant,
  [pg.types.builtins.TIMESTAMP]: (text) => text.replace(' ', 'T'),
  [pg.types.builtins.DATE]: (text) => text,
  [pg.types.builtins.INT8]: Number
}
const timestampArray = 1115
const textArrayParser = pg.types.getTypeParser(1009 as never)

export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (format !== 'binary') {
      const parser = parsers[oid]
      if (parser !== undefined) return parser
      if (oid === timestampArray) return (text: string) => (textArrayParser(text) as string[]).map((value) => value.replace(' ', 'T'))
    }
    return pg.types.getTypeParser(oid, format as 'text')
  }
} as pg.CustomTypesConfig

function instant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(' ', 'T'))
}

/** How values leave: Temporal objects as ISO text, everything else as pg does. */
export function parameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate || value instanceof Temporal.PlainDateTime) return value.toString()
  return value
}
