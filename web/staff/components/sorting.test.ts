import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextSort, sorted, type SortValue } from './sorting.ts'

test('text is ordered as French does, accents beside their letter, numbers by size', () => {
  const names = ['zoé', 'Émile', 'Salle 10', 'eva', 'Salle 2']
  assert.deepEqual(sorted(names, (name) => name, false, 'fr-FR'), ['Émile', 'eva', 'Salle 2', 'Salle 10', 'zoé'])
})

test('rows without a value stand last both ways, and none is lost', () => {
  const value = fc.option(fc.integer(), { nil: null }) as fc.Arbitrary<SortValue>
  fc.assert(fc.property(fc.array(value), fc.boolean(), (values, descending) => {
    const result = sorted(values, (one) => one, descending, 'fr-FR')
    const numbers = result.filter((one) => one !== null) as number[]
    assert.deepEqual(result.slice(numbers.length), values.filter((one) => one === null))
    assert.deepEqual(numbers, (values.filter((one) => one !== null) as number[]).toSorted((a, b) => (descending ? b - a : a - b)))
  }))
})

test('equal rows keep their order', () => {
  const rows = [{ id: 1, key: 'a' }, { id: 2, key: 'A' }, { id: 3, key: 'a' }]
  assert.deepEqual(sorted(rows, ({ key }) => key, true, 'fr-FR').map(({ id }) => id), [1, 2, 3])
})

test('a second press on a header turns the order round', () => {
  const first = nextSort(null, 'name')
  assert.deepEqual(first, { column: 'name', descending: false })
  assert.deepEqual(nextSort(first, 'name'), { column: 'name', descending: true })
  assert.deepEqual(nextSort(first, 'date'), { column: 'date', descending: false })
})
