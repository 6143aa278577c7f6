import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { ConfigError, describeSettings, readConfig } from './config.ts'
import { chooseLanguage } from './foundation/text/text.ts'

/**
 * `reserve <command>`. Commands that need no database do not open one, and each loads
 * only what it uses.
 */
type Command = { summary: { fr: string; en: string }; run: (args: string[]) => Promise<number> }

const language = chooseLanguage((process.env['LC_ALL'] ?? process.env['LANG'] ?? 'fr').replace('_', '-'))

const commands: Record<string, Command> = {
  serve: {
    summary: { fr: 'Sert l’application (ce que fait npm start, sans base embarquée)', en: 'Serves the application (what npm start does, without the embedded database)' },
    async run() {
      await import('./main.ts')
      return new Promise<number>(() => {})
    }
  },
  migrate: {
    summary: { fr: 'Met la base de données à niveau', en: 'Brings the database up to date' },
    run: async () => withHouse(async () => void process.stdout.write(language === 'fr' ? 'La base est à jour.\n' : 'The database is up to date.\n'))
  },
  account: {
    summary: { fr: 'Ouvre un compte : create --email ADRESSE --name NOM ; le mot de passe est demandé', en: 'Opens an account: create --email ADDRESS --name NAME; the password is asked for' },
    run: createAccount
  },
  network: {
    summary: { fr: 'Ouvre un réseau : create --name NOM --slug ADRESSE --owner E-MAIL', en: 'Opens a network: create --name NAME --slug SLUG --owner E-MAIL' },
    run: async (args) =>
      withHouse(async (house) => {
        const { networkCommand } = await import('./business/networks/cli.ts')
        process.stdout.write(`${await networkCommand(args, house, language)}\n`)
      })
  },
  promises: {
    summary: { fr: 'Chaque promesse, son état, ce qui la tient et sa preuve [--network ADRESSE] [--json]', en: 'Every promise, its state, what keeps it and its proof [--network SLUG] [--json]' },
    run: showPromises
  },
  'export-ledger': {
    summary: { fr: 'Écrit le registre de preuves d’un réseau dans un fichier : --network ADRESSE --to FICHIER', en: 'Writes a network’s ledger of evidence to a file: --network SLUG --to FILE' },
    run: exportTo
  },
  verify: {
    summary: { fr: 'Vérifie un registre exporté, hors ligne : FICHIER [--key HEX]', en: 'Verifies an exported ledger, offline: FILE [--key HEX]' },
    run: async (args) => (await import('./foundation/ledger/verify-command.ts')).verifyCommand(args, process)
  },
  settings: {
    summary: { fr: 'Les réglages, leur sens et leur valeur par défaut', en: 'The settings, their meaning and their default' },
    async run() {
      for (const { name, description, default: value } of describeSettings()) process.stdout.write(`${name}\n    ${description}\n    ${value}\n`)
      return 0
    }
  }
}

// A reader that stops early, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const [name = 'help', ...args] = process.argv.slice(2)
const command = commands[name]
try {
  if (command === undefined) {
    usage(name === 'help' || name === '--help' ? process.stdout : process.stderr)
    process.exitCode = name === 'help' || name === '--help' ? 0 : 2
  } else process.exitCode = await command.run(args)
} catch (error) {
  const text = error instanceof ConfigError || (error instanceof Error && error.message !== '') ? error.message : String(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}

function usage(to: NodeJS.WritableStream): void {
  const width = Math.max(...Object.keys(commands).map((key) => key.length)) + 2
  to.write(`reserve <${language === 'fr' ? 'commande' : 'command'}>\n\n`)
  for (const [key, { summary }] of Object.entries(commands)) to.write(`  ${key.padEnd(width)}${summary[language]}\n`)
}

async function withHouse(work: (house: import('./house.ts').House) => Promise<void>): Promise<number> {
  const { openHouse } = await import('./house.ts')
  const house = await openHouse(readConfig({ LOG_LEVEL: 'error', ...process.env }))
  try {
    await work(house)
    return 0
  } finally {
    await house.close()
  }
}

async function findNetwork(house: import('./house.ts').House, slug: string | undefined): Promise<string> {
  const rows = await house.database.outside({ actor: { kind: 'system', job: 'cli' }, purpose: 'evidence' }, ({ db }) => db.selectFrom('network_addresses').selectAll().orderBy('slug').execute())
  const row = slug === undefined ? (rows.length === 1 ? rows[0] : undefined) : rows.find((candidate) => candidate.slug === slug)
  if (row === undefined) {
    const known = rows.map((candidate) => candidate.slug).join(', ')
    throw new Error(language === 'fr' ? `Indiquez un réseau avec --network : ${known}` : `Name a network with --network: ${known}`)
  }
  return row.network_id
}

async function showPromises(given: string[]): Promise<number> {
  const { values } = parseArgs({ args: given, options: { network: { type: 'string' }, json: { type: 'boolean' } } })
  return withHouse(async (house) => {
    const { promiseStates } = await import('./protection/promises/states.ts')
    const network_id = await findNetwork(house, values.network)
    const states = await house.database.transaction({ network_id, actor: { kind: 'system', job: 'cli' }, purpose: 'evidence', locale: language }, (context) => promiseStates(context, house.rooms))
    if (values.json === true) {
      process.stdout.write(`${JSON.stringify({ network: values.network ?? null, as_of: new Date().toISOString(), promises: states }, null, 2)}\n`)
      return
    }
    const words = { fr: { not_built: 'à bâtir', kept: 'tenue', at_risk: 'à surveiller', broken: 'rompue' }, en: { not_built: 'not yet built', kept: 'kept', at_risk: 'at risk', broken: 'broken' } }[language]
    for (const { id, title, state, kept_by, shown, test } of states) {
      process.stdout.write(`${id.padEnd(5)} ${words[state].padEnd(14)} ${title[language]}\n`)
      if (kept_by !== null) process.stdout.write(`${' '.repeat(21)}${kept_by[language]}\n${' '.repeat(21)}${shown?.[language] ?? ''} · ${test ?? ''}\n`)
    }
    const count = (state: string): number => states.filter((row) => row.state === state).length
    process.stdout.write(`\n${words.kept} ${count('kept')} · ${words.at_risk} ${count('at_risk')} · ${words.broken} ${count('broken')} · ${words.not_built} ${count('not_built')}\n`)
  })
}

async function exportTo(given: string[]): Promise<number> {
  const { values } = parseArgs({ args: given, options: { network: { type: 'string' }, to: { type: 'string' } } })
  const file = values.to
  if (file === undefined) throw new Error(language === 'fr' ? 'Indiquez le fichier avec --to.' : 'Name the file with --to.')
  return withHouse(async (house) => {
    const { exportLedger } = await import('./foundation/ledger/export.ts')
    const { sealPending } = await import('./foundation/ledger/sealer.ts')
    const { ledgerSigner } = await import('./foundation/keys/signer.ts')
    const network_id = await findNetwork(house, values.network)
    const scope = { network_id, actor: { kind: 'system' as const, job: 'cli' }, purpose: 'evidence' }
    while ((await house.database.transaction(scope, (context) => sealPending(context, 1000))) === 1000);
    const lines = exportLedger((work) => house.database.transaction(scope, work), await ledgerSigner(house.rootKey))
    await pipeline(Readable.from(lines), createWriteStream(file))
    process.stdout.write(`${file}\n`)
  })
}

async function createAccount(given: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: given, allowPositionals: true, options: { email: { type: 'string' }, name: { type: 'string' } } })
  const { email, name: person } = values
  if (positionals[0] !== 'create' || email === undefined || person === undefined) {
    throw new Error(language === 'fr' ? 'Utilisation : reserve account create --email ADRESSE --name NOM' : 'Usage: reserve account create --email ADDRESS --name NAME')
  }
  const password = await askPassword(language === 'fr' ? 'Mot de passe (12 caractères au moins) : ' : 'Password (12 characters at least): ')
  if (password.length < 12) throw new Error(language === 'fr' ? 'Trop court : rien n’a été créé.' : 'Too short: nothing was created.')
  return withHouse(async (house) => {
    const { openAccount } = await import('./business/accounts/commands.ts')
    await openAccount(house.identity, { email, name: person, password, language })
    process.stdout.write(language === 'fr' ? `Le compte ${email} est ouvert.\n` : `The account ${email} is open.\n`)
  })
}

/** One line from the keyboard, not shown while it is typed, or from a pipe. */
async function askPassword(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const { Writable } = await import('node:stream')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  process.stderr.write(question)
  const reader = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY })
  const answer = await reader.question('')
  reader.close()
  process.stderr.write('\n')
  return answer
}
