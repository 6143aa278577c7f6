import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { clientJobs } from '../src/business/clients/jobs.ts'
import type { Client, ClientFieldList, ClientList } from '../src/business/clients/schemas.ts'
import { webFolder } from '../src/foundation/http/static-files.ts'
import { testHouse, testNetwork } from './house.ts'

if (!existsSync(webFolder)) execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts'], { stdio: 'ignore' })

let browser: Browser
// Before the house closes: its server waits for the streams that pages hold open.
after(() => browser.close())
const house = await testHouse()
const salon = await testNetwork(house, 'fichier')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'fr-FR' }
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, locale: 'en-GB', hasTouch: true, isMobile: true }
let origin = ''

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })
  await house.server.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(house.server.server.address() as AddressInfo).port}`
})

type Visitor = { page: Page; get: <T>(path: string) => Promise<T>; send: <T>(method: 'POST' | 'PATCH', path: string, data: object) => Promise<T>; go: (path: string) => Promise<void> }

/** A page of somebody signed in, who reads the language. */
async function enter(options: BrowserContextOptions, language: 'fr' | 'en'): Promise<Visitor> {
  const { cookie } = await salon.signIn('owner')
  // Judging needs a script of its own on the page.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', acceptDownloads: true, ...options })
  await context.addCookies(cookie.split('; ').map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.split('=')[1] ?? '', url: origin })))
  await context.request.fetch(`${origin}/api/me`, { method: 'PATCH', data: { language }, headers: { origin } })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  const base = `${origin}/api/networks/${salon.network_id}`
  return {
    page,
    get: async <T>(path: string) => (await context.request.get(`${base}${path}`)).json() as Promise<T>,
    send: async <T>(method: 'POST' | 'PATCH', path: string, data: object) => (await context.request.fetch(`${base}${path}`, { method, data, headers: { origin } })).json() as Promise<T>,
    go: async (path) => void (await page.goto(`${origin}/app/${salon.slug}/${path}`))
  }
}

/** What axe finds on the page as it stands, and that it is not wider than its window. */
async function judge(page: Page, name: string): Promise<void> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  })
  assert.deepEqual(found, [], name)
  // A list that opens is placed a moment after it is drawn.
  await eventually(() => page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth'), true)
}

async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  const end = Date.now() + 8_000
  for (;;) {
    const seen = await look()
    try {
      return assert.deepEqual(seen, expected)
    } catch (error) {
      if (Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
  }
}

const names = async ({ get }: Visitor, q: string): Promise<string[]> => (await get<ClientList>(`/clients?q=${encodeURIComponent(q)}`)).items.map(({ last_name, first_name }) => `${last_name} ${first_name}`)

describe('clients', { timeout: 240_000 }, () => {
  test('[A-2] [A-33] from the first card to its note: made by keyboard, found as one types, warned, deleted and brought back', async () => {
    const visitor = await enter(desktop, 'fr')
    const { page, get, go } = visitor
    await go('clients')
    await page.getByRole('heading', { name: 'Aucune fiche client' }).waitFor()
    await judge(page, 'no clients')

    await page.keyboard.press('n')
    await page.getByRole('dialog', { name: 'Nouveau client' }).waitFor()
    await eventually(() => page.evaluate<string>('document.activeElement?.name ?? ""'), 'first_name')
    await page.keyboard.type('Élodie')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('12')
    await judge(page, 'new client')
    await page.keyboard.press('Enter')
    // What the server refuses stands at its field, and what was typed stays.
    await page.getByText('Ce n’est pas un numéro de téléphone', { exact: false }).waitFor()
    await eventually(() => page.evaluate<string>('document.activeElement?.name ?? ""'), 'phone')
    assert.equal(await page.getByRole('textbox', { name: 'Prénom' }).inputValue(), 'Élodie')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('06 12 34 56 78')
    await page.getByRole('textbox', { name: 'Nom', exact: true }).fill('N’Diaye')
    await page.keyboard.press('Enter')
    await page.waitForURL(/clients\/[0-9a-f-]{36}/)
    await page.getByRole('heading', { name: 'Élodie N’Diaye' }).waitFor()
    const client_id = page.url().split('/').at(-1) ?? ''
    await judge(page, 'card')

    await page.getByRole('textbox', { name: 'Note' }).fill('Diabétique')
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await page.getByText('Ce texte semble contenir une donnée sensible', { exact: false }).waitFor()
    assert.equal((await get<Client>(`/clients/${client_id}`)).note, 'Diabétique')
    await judge(page, 'warned')

    await page.getByRole('button', { name: 'Supprimer la fiche' }).click()
    await page.waitForURL(/\/clients$/)
    await page.getByRole('button', { name: /^Annuler/ }).click()
    await eventually(async () => (await get<Client>(`/clients/${client_id}`)).deleted_at, null)

    // A letter wrong, no accent: still found; down into the list, and open.
    await page.getByRole('searchbox').fill('ndiaie elodie')
    await page.getByRole('cell', { name: '06 12 34 56 78' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(client_id))
  })

  test('[A-2] what somebody else saves appears while one types, and neither is lost', async () => {
    const visitor = await enter(desktop, 'fr')
    const { page, get, send, go } = visitor
    const { client_id } = await send<Client>('POST', '/clients', { first_name: 'Anne', last_name: 'Partagée', phone: '06 12 34 56 70' })
    await go(`clients/${client_id}`)
    await page.getByRole('textbox', { name: 'Note' }).fill('Préfère le matin')
    await send('PATCH', `/clients/${client_id}`, { revision: 1, first_name: 'Anna' })
    // Told by the stream, or by the refusal of the first try.
    const save = page.getByRole('button', { name: 'Enregistrer', exact: true })
    await save.click()
    await eventually(() => page.getByRole('textbox', { name: 'Prénom' }).inputValue(), 'Anna')
    assert.equal(await page.getByRole('textbox', { name: 'Note' }).inputValue(), 'Préfère le matin')
    if (await save.isVisible()) await save.click()
    await eventually(async () => {
      const { first_name, note } = await get<Client>(`/clients/${client_id}`)
      return [first_name, note]
    }, ['Anna', 'Préfère le matin'])
  })

  test('[A-2] own fields are added, put in order by keyboard, shown in the preview, asked for on the card', async () => {
    const { page, get, go } = await enter(desktop, 'fr')
    await go('clients/fields')
    await page.getByRole('heading', { name: 'Aucun champ à vous' }).waitFor()
    await judge(page, 'no fields')
    for (const [label, kind] of [['Pointure', 'number'], ['Type de cheveux', 'choice']] as const) {
      await page.getByRole('button', { name: 'Nouveau champ' }).first().click()
      await page.getByRole('textbox', { name: 'Intitulé' }).fill(label)
      await page.getByRole('combobox', { name: 'Nature' }).selectOption(kind)
      if (kind === 'choice') await page.getByRole('textbox', { name: 'Choix proposés' }).fill('Fins\nÉpais')
      assert.equal(await page.getByRole('checkbox', { name: 'Donnée sensible' }).isDisabled(), true, 'not a health network')
      await judge(page, `field ${kind}`)
      await page.getByRole('button', { name: 'Enregistrer le champ' }).click()
      await page.getByRole('region', { name: 'Aperçu de la fiche' }).getByLabel(label).waitFor()
    }
    await judge(page, 'fields')
    await page.getByRole('button', { name: /Type de cheveux/ }).first().focus()
    await page.keyboard.press('ArrowUp')
    await eventually(async () => (await get<ClientFieldList>('/client-fields')).items.map(({ label }) => label), ['Type de cheveux', 'Pointure'])
    await page.getByRole('button', { name: 'Archiver Pointure' }).click()
    await eventually(async () => (await get<ClientFieldList>('/client-fields')).items.length, 1)
    await page.getByRole('button', { name: /^Annuler/ }).click()
    await eventually(async () => (await get<ClientFieldList>('/client-fields')).items.length, 2)
  })

  test('[A-2] two cards of one person are compared, merged, and taken apart again', async () => {
    const visitor = await enter(phone, 'en')
    const { page, get, send, go } = visitor
    const kept = await send<Client>('POST', '/clients', { first_name: 'Paul', last_name: 'Jumeau', phone: '06 12 34 56 71', note: 'Tea' })
    const other = await send<Client>('POST', '/clients', { first_name: 'Paule', last_name: 'Jumeau', phone: '06 12 34 56 71', email: 'jumeau@exemple.fr' })
    await go(`clients/${kept.client_id}`)
    await page.getByRole('heading', { name: 'Another card looks like this one' }).waitFor()
    await judge(page, 'card with a double')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('radio', { name: 'Paule', exact: true }).check()
    await judge(page, 'comparison')
    await page.getByRole('button', { name: 'Merge the 2 cards' }).click()
    await page.getByRole('heading', { name: 'Paule Jumeau' }).waitFor()
    await eventually(async () => {
      const { first_name, email, note } = await get<Client>(`/clients/${kept.client_id}`)
      return { first_name, email, note, merged: (await get<Client>(`/clients/${other.client_id}`)).merged_into }
    }, { first_name: 'Paule', email: 'jumeau@exemple.fr', note: 'Tea', merged: kept.client_id })
    await page.getByRole('button', { name: /^Undo/ }).click()
    await eventually(async () => (await names(visitor, 'jumeau')).toSorted(), ['Jumeau Paul', 'Jumeau Paule'])

    await go('clients/duplicates')
    await page.getByRole('button', { name: 'They are 2 different people' }).click()
    await page.getByRole('heading', { name: 'No duplicates' }).waitFor()
    await judge(page, 'no duplicates')
  })

  test('[A-2] a file is brought in by three steps, on a telephone too, and its refused rows come back', async () => {
    const visitor = await enter(phone, 'en')
    const { page, go } = visitor
    await go('clients/import')
    await page.getByText('Choose a CSV file', { exact: false }).waitFor()
    await judge(page, 'file')
    const file = (name: string, text: string) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await file('book.xlsx', 'PK\u0003\u0004')
    await page.getByText('This is not a CSV file', { exact: false }).waitFor()
    await judge(page, 'unreadable file')
    await file('clients.csv', 'Last name;First name;Mobile;Loyalty\nImported;Ada;06 12 34 56 72;12\nWrong;Bob;12;\n')
    await page.getByRole('button', { name: 'Check the file' }).waitFor()
    await judge(page, 'columns')
    await page.getByRole('combobox', { name: 'The column Loyalty is' }).selectOption({ label: 'Pointure' })
    await page.getByRole('button', { name: 'Check the file' }).click()
    await page.getByRole('heading', { name: '1 row refused' }).waitFor()
    await judge(page, 'check')
    assert.deepEqual(await names(visitor, 'imported'), [], 'nothing is written yet')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Download the refused rows/ }).click()])
    assert.equal(download.suggestedFilename(), 'refused-lines.csv')
    await page.getByRole('button', { name: 'Import 1 card' }).click()
    await page.getByRole('progressbar').waitFor({ state: 'attached' })
    await judge(page, 'under way')
    // Left and come back to.
    await page.reload()
    await page.getByRole('progressbar').waitFor({ state: 'attached' })
    const import_id = new URL(page.url()).searchParams.get('import') ?? ''
    await clientJobs.find(({ name }) => name === 'clients-import')?.run(house.house, { network_id: salon.network_id, import_id, locale: 'en' })
    await page.getByText('The import is done.').waitFor()
    await judge(page, 'done')
    assert.deepEqual(await names(visitor, 'imported'), ['Imported Ada'])
  })

  test('[A-2] a client is picked in the diary by keyboard, or made there', async () => {
    const visitor = await enter(desktop, 'fr')
    const { page, send, go } = visitor
    await send('POST', '/clients', { first_name: 'Zoé', last_name: 'Agenda', phone: '06 12 34 56 73' })
    await go('agenda')
    await page.getByRole('button', { name: /rendez-vous/i }).first().waitFor()
    await page.keyboard.press('n')
    const box = page.getByRole('textbox', { name: 'Client' })
    await box.fill('agend')
    await page.getByRole('option', { name: /Agenda Zoé/ }).waitFor()
    await judge(page, 'picker')
    await page.keyboard.press('Enter')
    await page.getByRole('group', { name: 'Client' }).getByText('Zoé Agenda').waitFor()
    await page.getByRole('button', { name: 'Changer' }).click()
    await box.fill('Toute Nouvelle 06 12 34 56 74')
    await page.getByText('Personne ne correspond').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Nouveau client' }).waitFor()
    await eventually(() => page.getByRole('textbox', { name: 'Nom', exact: true }).inputValue(), 'Nouvelle')
    await page.getByRole('button', { name: 'Créer la fiche' }).click()
    await page.getByRole('group', { name: 'Client' }).getByText('Toute Nouvelle').waitFor()
    assert.deepEqual(await names(visitor, '0612345674'), ['Nouvelle Toute'])
  })
})
