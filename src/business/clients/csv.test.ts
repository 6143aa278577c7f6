import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvLine, guardCell } from './csv.ts'
import { withoutGuard } from './import/plan.ts'

test('[A-2] [P-5] what a spreadsheet would run is made harmless, numbers stay numbers', () => {
  const guarded = ['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\tx', '\rx', '\n=x', '=HYPERLINK("http://x")', '＝1+1', "'=1", '+33 6 12; =1', '-1+1|cmd', '+', '-']
  for (const text of guarded) assert.equal(guardCell(text), `'${text}`)
  for (const text of ['+33612345678', '-3', '-12,5', '-12.5', 'Marie', "l'été", '', ' =1', '06 12 34 56 78', '12']) assert.equal(guardCell(text), text)
})

test('[A-2] a line that was written is read as it was, whatever it holds', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^'*[=+\-@;",\r\n\t a-z]{0,8}$/)).filter((cell) => !cell.includes('\0'))
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), fc.constantFrom(';', ','), (cells, delimiter) => {
      const [read] = parse(csvLine(cells, delimiter), { delimiter, record_delimiter: '\r\n' }) as string[][]
      assert.deepEqual(read?.map(withoutGuard), cells)
    })
  )
})
