import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Agenda, Closures, Establishment, Service, WeeklyHours } from '../src/business/networks/schemas.ts'
import type { NoticeDesk } from '../src/protection/notices/schemas.ts'
import { webFolder } from '../src/foundation/http/static-files.ts'
import { testHouse, testNetwork } from './house.ts'

if (!existsSync(webFolder)) execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts'], { stdio: 'ignore' })

let browser: Browser
// Before the house closes: its server waits for the streams that pages hold open.
after(() => browser.close())
const house = await testHouse()
const salon = await testNetwork(house, 'reglages')
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

/** A page of somebody signed in, who reads the language. */
async function enter(options: BrowserContextOptions, language: 'fr' | 'en'): Promise<{ page: Page; context: BrowserContext; get: <T>(path: string) => Promise<T> }> {
  const { cookie } = await salon.signIn('manager')
  // Judging needs a script of its own on the page.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', ...options })
  await context.addCookies(cookie.split('; ').map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.split('=')[1] ?? '', url: origin })))
  await context.request.fetch(`${origin}/api/me`, { method: 'PATCH', data: { language }, headers: { origin } })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  const get = async <T>(path: string): Promise<T> => (await context.request.get(`${origin}/api/networks/${salon.network_id}${path}`)).json() as Promise<T>
  return { page, context, get }
}

/** What axe finds on the page as it stands, and that it is not wider than its window. */
async function judge(page: Page, name: string): Promise<void> {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  })
  assert.deepEqual(found, [], name)
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  assert.ok(wide <= 0, `${name} is ${wide} px wider than its window`)
}

async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  const end = Date.now() + 5_000
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

const tab = (page: Page, name: string) => page.getByRole('main').getByRole('link', { name, exact: true }).click()
const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer', exact: true }).click()

describe('settings', { timeout: 180_000 }, () => {
  test('[A-3] somebody opens an establishment from nothing to its first booking page, and takes things back', async () => {
    const { page, context, get } = await enter(desktop, 'fr')
    await page.goto(`${origin}/app/${salon.slug}/settings`)
    await page.getByRole('heading', { name: 'Réglages' }).waitFor()
    await judge(page, 'establishments')

    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Nom' }).fill('Salon de l’Océan')
    await page.getByRole('combobox', { name: 'Activité' }).fill('coif')
    await page.getByRole('option', { name: 'Coiffeur', exact: true }).click()
    await judge(page, 'new establishment')
    await page.getByRole('button', { name: 'Créer l’établissement' }).click()
    await page.waitForURL(/\/identity/)
    const id = page.url().split('/').at(-2) ?? ''
    const place = () => get<Establishment>(`/establishments/${id}`)
    assert.deepEqual([(await place()).activity, (await place()).online], ['hairdresser', false])

    // What the server refuses stands at its field, and what was typed stays.
    await page.getByRole('combobox', { name: 'Commune' }).fill('saint denis')
    await page.getByRole('option', { name: 'Saint-Denis (974)' }).click()
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('12')
    await save(page)
    await page.getByText('Ce numéro de téléphone n’existe pas', { exact: false }).waitFor()
    await eventually(() => page.evaluate(() => (globalThis as unknown as { document: { activeElement: { name?: string } } }).document.activeElement.name), 'phone')
    await judge(page, 'refused identity')
    assert.equal(await page.getByRole('textbox', { name: 'Code postal' }).inputValue(), '97400')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('0262 20 00 00')

    // Leaving asks first.
    await tab(page, 'Horaires')
    await page.getByRole('dialog', { name: 'Quitter sans enregistrer' }).waitFor()
    await judge(page, 'leave')
    await page.getByRole('button', { name: 'Rester sur la page' }).click()
    await save(page)
    await eventually(async () => [(await place()).phone, (await place()).commune_name, (await place()).time_zone], ['+262262200000', 'Saint-Denis', 'Indian/Reunion'])
    await page.getByText('Établissement modifié').waitFor()
    await page.keyboard.press('Control+z')
    await eventually(async () => [(await place()).phone, (await place()).commune_name], [null, ''])

    await tab(page, 'Horaires')
    await page.getByRole('button', { name: 'Ajouter une plage le lundi' }).click()
    await page.getByRole('textbox', { name: 'Fermeture, lundi' }).fill('12h30')
    await page.getByRole('button', { name: 'Ajouter une plage le lundi' }).click()
    await page.getByRole('button', { name: 'Copier les horaires du lundi' }).click()
    await judge(page, 'copy hours')
    await page.getByRole('button', { name: 'Copier', exact: true }).last().click()
    await judge(page, 'hours')
    await save(page)
    const hours = async () => (await get<WeeklyHours>(`/establishments/${id}/hours`)).ranges
    await eventually(async () => (await hours()).length, 10)
    assert.deepEqual((await hours()).slice(0, 2), [{ weekday: 1, opens_minute: 540, closes_minute: 750 }, { weekday: 1, opens_minute: 810, closes_minute: 1050 }])

    await tab(page, 'Agendas')
    await page.getByRole('button', { name: 'Nouvel agenda' }).click()
    await page.getByRole('textbox', { name: 'Nom' }).fill('Léa')
    await page.getByRole('switch', { name: 'Réservable en ligne' }).click()
    await judge(page, 'agenda')
    await save(page)
    await eventually(async () => (await get<{ items: Agenda[] }>(`/agendas?establishment_id=${id}`)).items.map(({ name, online }) => ({ name, online })), [{ name: 'Léa', online: true }])

    await tab(page, 'Prestations')
    for (const [name, price, duration] of [['Coupe', '35,00', '45 min'], ['Couleur', '62,5', '1 h 30']] as const) {
      await page.getByRole('button', { name: 'Nouvelle prestation' }).click()
      await page.getByRole('textbox', { name: 'Nom' }).fill(name)
      await page.getByRole('textbox', { name: 'Prix' }).fill(price)
      await page.getByRole('combobox', { name: 'Durée' }).fill(duration)
      await page.keyboard.press('Tab')
      await judge(page, `service ${name}`)
      await save(page)
      await page.getByRole('button', { name, exact: true }).waitFor()
    }
    const services = async () => (await get<{ items: Service[] }>(`/services?establishment_id=${id}`)).items
    assert.deepEqual((await services()).map(({ name, price_minor, duration_minutes, agenda_ids }) => [name, price_minor, duration_minutes, agenda_ids.length]), [['Coupe', 3500, 45, 1], ['Couleur', 6250, 90, 1]])
    await page.getByRole('button', { name: 'Déplacer Couleur' }).focus()
    await page.keyboard.press('ArrowUp')
    const shown = () => page.getByRole('list', { name: 'Prestations' }).getByRole('button', { name: /^Coupe$|^Couleur$/ }).allInnerTexts()
    await eventually(shown, ['Couleur', 'Coupe'])
    await eventually(async () => (await services()).map(({ name }) => name), ['Couleur', 'Coupe'])
    const handle = await page.getByRole('button', { name: 'Déplacer Couleur' }).boundingBox()
    assert.ok(handle)
    await page.mouse.move(handle.x + 8, handle.y + 8)
    await page.mouse.down()
    await page.mouse.move(handle.x + 8, handle.y + 90, { steps: 6 })
    await page.mouse.up()
    await eventually(async () => (await services()).map(({ name }) => name), ['Coupe', 'Couleur'])
    await judge(page, 'services')

    await tab(page, 'Réservation en ligne')
    await page.getByText('Il manque encore', { exact: false }).waitFor()
    await judge(page, 'online')
    await page.getByRole('link', { name: 'mettre en ligne une prestation' }).click()
    await page.getByRole('switch', { name: /^Coupe.: réservable en ligne/ }).click()
    await tab(page, 'Réservation en ligne')
    await page.getByRole('switch', { name: 'Réservation en ligne ouverte' }).click()
    await page.getByRole('switch', { name: 'Inscrit à l’annuaire public' }).click()
    await eventually(async () => [(await place()).online, (await place()).listed, (await place()).bookable_services], [true, true, 1])
    await page.getByRole('combobox', { name: 'Au plus tard' }).click()
    await page.getByRole('option', { name: '2 heures', exact: true }).click()
    await page.getByText('au plus tard 2 heures avant', { exact: false }).waitFor()
    await eventually(async () => (await place()).min_notice_minutes, 120)

    await tab(page, 'Fermetures et jours fériés')
    await page.getByRole('textbox', { name: 'Motif' }).fill('Inventaire')
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click()
    const year = Number(Temporal.Now.plainDateISO('Europe/Paris').year)
    const closures = () => get<Closures>(`/establishments/${id}/closures?year=${year}`)
    await eventually(async () => (await closures()).exceptions.map(({ reason, ranges }) => ({ reason, ranges })), [{ reason: 'Inventaire', ranges: [] }])
    await page.getByRole('button', { name: 'Ouvrir quand même : Noël' }).click()
    await eventually(async () => (await closures()).holidays.find(({ day }) => day === `${year}-12-25`)?.open, true)
    await judge(page, 'closures')

    await page.getByRole('button', { name: 'Autres actions', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Archiver l’établissement' }).click()
    await page.waitForURL(/\/settings$/)
    assert.notEqual((await place()).archived_at, null)
    await page.getByText('Salon de l’Océan est archivé').waitFor({ timeout: 30_000 })
    await page.keyboard.press('Control+z')
    await eventually(async () => [(await place()).archived_at, (await place()).online, (await place()).listed], [null, true, true])
    await context.close()
  })

  test('[A-3] every page of the settings is whole on a telephone, in English', async () => {
    const { page, context } = await enter(phone, 'en')
    const inside = `establishments/${salon.establishment_id}`
    for (const path of ['', 'network', 'members', 'notice', ...['identity', 'hours', 'closures', 'online', 'agendas', 'services'].map((name) => `${inside}/${name}`)]) {
      await page.goto(`${origin}/app/${salon.slug}/settings/${path}`)
      await page.getByRole('navigation').getByRole('link', { name: /Establishments|Identity/ }).first().waitFor()
      await page.waitForLoadState('networkidle')
      await judge(page, path)
    }
    await context.close()
  })

  test('[A-22] a notice is edited, published, and read by everybody', async () => {
    const { page, context, get } = await enter(desktop, 'fr')
    await page.goto(`${origin}/app/${salon.slug}/settings/notice`)
    await page.getByRole('textbox', { name: 'Texte' }).fill('## Chez nous\n\nVos données restent ici.')
    await page.getByRole('region', { name: 'Aperçu' }).getByRole('heading', { name: 'Chez nous' }).waitFor()
    await page.getByRole('button', { name: 'Publier cette version' }).click()
    await page.getByText(/^En vigueur/).waitFor()
    await judge(page, 'notice')
    assert.equal((await get<NoticeDesk>('/notices?locale=fr')).current?.version, 1)
    const reader = await browser.newPage({ javaScriptEnabled: false, locale: 'fr-FR', viewport: { width: 390, height: 844 } })
    await reader.goto(`${origin}/${salon.slug}/${salon.establishment_slug}/notice`)
    await reader.getByRole('heading', { name: 'Chez nous' }).waitFor()
    await reader.close()
    await context.close()
  })

  test('[A-8] somebody without scripts finds the establishment by activity and place, on a telephone', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'fr-FR', javaScriptEnabled: false })
    const page = await context.newPage()
    page.setDefaultTimeout(8_000)
    await page.goto(origin)
    await page.getByRole('textbox', { name: 'Ville, code postal ou département' }).fill('saint-dennis')
    await page.getByRole('combobox', { name: 'Activité' }).selectOption({ label: 'Coiffeur' })
    await page.getByRole('button', { name: 'Rechercher' }).click()
    await page.getByText('Aucun établissement ne correspond').waitFor()
    await page.getByRole('link', { name: /^partout/ }).click()
    await page.getByRole('link', { name: /Salon de l’Océan/ }).click()
    await page.waitForURL(/salon-de-l-ocean\?o=directory/)
    await context.close()
    const judged = await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: true })
    const sheet = await judged.newPage()
    for (const path of ['/', '/annuaire', '/annuaire?place=Nulle-Part&activity=spa', `/${salon.slug}/${salon.establishment_slug}/notice`]) {
      await sheet.goto(`${origin}${path}`)
      await judge(sheet, path)
    }
    await judged.close()
  })
})
