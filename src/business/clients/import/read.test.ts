import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '../../../foundation/http/problem.ts'
import { guessMapping, splitName } from './columns.ts'
import { decode, guessDelimiter, openFile, rowsOf } from './read.ts'
import type { Row } from './read.ts'

async function readAll(bytes: Uint8Array | string): Promise<{ headers: string[]; rows: Row[]; delimiter: string }> {
  const file = await openFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
  return { headers: file.headers, delimiter: file.delimiter, rows: await Array.fromAsync(rowsOf(file)) }
}

describe('files of clients', () => {
  test('[A-2] encodings are told apart', () => {
    assert.deepEqual(decode(Buffer.from('Prénom')), { text: 'Prénom', encoding: 'utf-8' })
    assert.deepEqual(decode(Buffer.from('\ufeffPrénom')), { text: 'Prénom', encoding: 'utf-8' })
    assert.deepEqual(decode(Buffer.from('Pr\xe9nom \x80', 'latin1')), { text: 'Prénom €', encoding: 'windows-1252' })
    assert.deepEqual(decode(Buffer.from('\ufeffPrénom', 'utf16le')), { text: 'Prénom', encoding: 'utf-16le' })
  })

  for (const delimiter of [';', ',', '\t']) {
    test(`[A-2] separator ${JSON.stringify(delimiter)} is found, quoted ones and line breaks do not mislead`, async () => {
      const text = ['Nom', 'Note', 'Ville'].join(delimiter) + '\n' + ['Dupont', '"a;b,c\td\n""e"""', 'Lyon'].join(delimiter) + '\n' + ['Martin', 'x', 'Paris'].join(delimiter)
      assert.equal(guessDelimiter(text), delimiter)
      const { rows } = await readAll(text)
      assert.deepEqual(rows, [
        { line: 2, cells: ['Dupont', 'a;b,c\td\n"e"', 'Lyon'] },
        { line: 4, cells: ['Martin', 'x', 'Paris'] }
      ])
    })
  }

  test('[A-2] empty lines are passed over and still counted, ragged rows are read', async () => {
    const { rows, headers } = await readAll('Nom;Prénom\r\n\r\nDupont\r\n;;\r\nMartin;Paul;de trop\r\n')
    assert.deepEqual(headers, ['Nom', 'Prénom'])
    assert.deepEqual(rows, [{ line: 3, cells: ['Dupont'] }, { line: 5, cells: ['Martin', 'Paul', 'de trop'] }])
  })

  test('[A-2] a file without a row of names loses nobody', async () => {
    const { headers, rows } = await readAll('Dupont;Marie;0612345678\nMartin;Paul;0698765432')
    assert.deepEqual(headers, ['1', '2', '3'])
    assert.equal(rows.length, 2)
  })

  test('[A-2] what is not a text is refused and says why', async () => {
    const refused = async (bytes: Uint8Array | string): Promise<unknown> => readAll(bytes).then(() => 'read', (error: unknown) => (error instanceof Problem ? error.extra['reason'] : error))
    assert.equal(await refused(Buffer.from('PK\u0003\u0004classeur')), 'not-text')
    assert.equal(await refused('Nom\0;Prénom'), 'not-text')
    assert.equal(await refused(''), 'empty')
    assert.equal(await refused('\ufeff \n '), 'empty')
    assert.equal(await refused('Nom;Note\nDupont;"jamais refermé\n'), 'broken-quotes')
    assert.equal(await refused('x;'.repeat(300)), 'too-wide')
  })
})

describe('columns', () => {
  const fields = [{ field_id: 'f1', label: 'Couleur préférée' }, { field_id: 'f2', label: 'Note' }]

  test('[A-2] headers are understood in French and English', () => {
    assert.deepEqual(guessMapping(['NOM', 'Prénom', 'E-mail', 'Téléphone', 'Commentaires', 'Ville'], []), ['last_name', 'first_name', 'email', 'phone', 'note', null])
    assert.deepEqual(guessMapping(['First Name', 'Surname', 'Email Address', 'Mobile phone', 'Comments'], []), ['first_name', 'last_name', 'email', 'phone', 'note'])
    assert.deepEqual(guessMapping(['Name', 'Phone'], []), ['full_name', 'phone'])
    assert.deepEqual(guessMapping(['Client', 'Nom'], []), [null, 'last_name'])
  })

  test('[A-2] of two numbers the mobile is taken, and nothing is given twice', () => {
    assert.deepEqual(guessMapping(['Téléphone', 'Portable', 'Nom', 'nom'], []), [null, 'phone', 'last_name', null])
  })

  test('[A-2] own fields go by their label, before ours', () => {
    assert.deepEqual(guessMapping(['couleur preferee', 'Note', 'Remarques'], fields), ['f1', 'f2', 'note'])
  })

  test('[A-2] whole names are split', () => {
    assert.deepEqual(splitName('DUPONT Marie'), { first_name: 'Marie', last_name: 'DUPONT' })
    assert.deepEqual(splitName('Mme Marie DE LA TOUR'), { first_name: 'Marie', last_name: 'DE LA TOUR' })
    assert.deepEqual(splitName('Dupont, Marie'), { first_name: 'Marie', last_name: 'Dupont' })
    assert.deepEqual(splitName('Marie Dupont-Martin'), { first_name: 'Marie', last_name: 'Dupont-Martin' })
    assert.deepEqual(splitName('Madonna'), { first_name: '', last_name: 'Madonna' })
    assert.deepEqual(splitName('M. Dupont'), { first_name: '', last_name: 'Dupont' })
    assert.deepEqual(splitName('محمد علي'), { first_name: 'محمد', last_name: 'علي' })
  })
})
