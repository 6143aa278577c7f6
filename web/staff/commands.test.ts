import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Command, commandsNow, find, type KeyPress, nameOf, read, removeCommands, setCommands } from './commands.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })
const command = (id: string, rest: Partial<Command> = {}): Command => ({ id, label: id, run: () => {}, ...rest })

test('keys are named by what they type, on any layout', () => {
  assert.equal(nameOf(press('n')), 'n')
  assert.equal(nameOf(press('N', { shiftKey: true })), 'shift+n')
  assert.equal(nameOf(press('N')), 'n', 'Caps Lock is not Shift')
  assert.equal(nameOf(press('?', { shiftKey: true })), '?')
  assert.equal(nameOf(press('/', { shiftKey: true })), '/', 'a French keyboard types / with Shift')
  assert.equal(nameOf(press('/', { ctrlKey: true, altKey: true, altGraph: true })), '/', 'AltGr is not Ctrl Alt')
  assert.equal(nameOf(press('k', { ctrlKey: true })), 'mod+k')
  assert.equal(nameOf(press('k', { metaKey: true })), 'mod+k')
  assert.equal(nameOf(press('ArrowLeft', { shiftKey: true })), 'shift+ArrowLeft')
  assert.equal(nameOf(press('Shift', { shiftKey: true })), '')
  assert.equal(nameOf(press('a', { altKey: true })), '')
})

test('sequences are read key by key, and a wrong second key starts over', () => {
  const shortcuts = ['g a', 'g c', 'n', '?']
  assert.deepEqual(read('', 'n', shortcuts), { pending: '', match: 'n' })
  assert.deepEqual(read('', 'g', shortcuts), { pending: 'g' })
  assert.deepEqual(read('g', 'a', shortcuts), { pending: '', match: 'g a' })
  assert.deepEqual(read('g', 'n', shortcuts), { pending: '', match: 'n' })
  assert.deepEqual(read('g', 'g', shortcuts), { pending: 'g' })
  assert.deepEqual(read('g', 'x', shortcuts), { pending: '' })
  assert.deepEqual(read('g', '', shortcuts), { pending: 'g' }, 'Shift alone changes nothing')
  assert.deepEqual(read('', 'a', shortcuts), { pending: '' })
})

test('commands are found without accents, by any of their words, the best first', () => {
  const commands = [
    command('a', { label: 'Nouveau rendez-vous' }),
    command('b', { label: 'Réglages', keywords: 'paramètres' }),
    command('c', { label: 'Aller aux réglages' }),
  ]
  assert.deepEqual(find(commands, 'regl').map(({ id }) => id), ['b', 'c'])
  assert.deepEqual(find(commands, 'vous nouv').map(({ id }) => id), ['a'])
  assert.deepEqual(find(commands, 'parametres').map(({ id }) => id), ['b'])
  assert.equal(find(commands, '').length, 3)
  assert.equal(find(commands, 'inconnu').length, 0)
})

test('a page’s key wins over the frame’s, a panel’s over its page’s, and each gives it back', () => {
  const [frame, page, panel] = [Symbol('frame'), Symbol('page'), Symbol('panel')]
  const ids = (): string[] => commandsNow().map(({ id }) => id)
  setCommands(page, [command('page-new', { shortcut: 'n' }), command('no-key')])
  setCommands(frame, [command('help', { shortcut: '?', group: 'app' }), command('frame-new', { shortcut: 'n', group: 'app' })])
  assert.deepEqual(ids(), ['page-new', 'no-key', 'help'])
  setCommands(panel, [command('panel-new', { shortcut: 'n' })])
  setCommands(page, [command('page-new', { shortcut: 'n' }), command('other')])
  assert.deepEqual(ids(), ['panel-new', 'other', 'help'], 'a layer that changes does not rise over a later one')
  removeCommands(panel)
  removeCommands(page)
  assert.deepEqual(ids(), ['help', 'frame-new'])
  removeCommands(frame)
  assert.deepEqual(ids(), [])
})
