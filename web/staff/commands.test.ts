import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Command, commandsNow, find, type KeyPress, nameOf, read, registerCommands } from './commands.ts'

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

test('the latest to register a key has it, and gives it back', () => {
  const endShell = registerCommands({ commands: [command('help', { shortcut: '?' }), command('shell-new', { shortcut: 'n' })] })
  const endPage = registerCommands({ commands: [command('page-new', { shortcut: 'n' }), command('no-key')] })
  assert.deepEqual(commandsNow().map(({ id }) => id), ['page-new', 'no-key', 'help'])
  endPage()
  assert.deepEqual(commandsNow().map(({ id }) => id), ['help', 'shell-new'])
  endShell()
  assert.deepEqual(commandsNow(), [])
})
