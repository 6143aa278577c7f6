import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { webFolder } from '../src/foundation/http/static-files.ts'
import type { Diary } from '../src/business/agenda/schemas.ts'
import { testHouse, testNetwork } from './house.ts'

if (!existsSync(webFolder)) execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts'], { stdio: 'ignore' })

let browser: Browser
// Before the house closes: its server waits for the streams that pages hold open.
after(() => browser.close())
const house = await testHouse()
const salon = await testNetwork(house, 'agenda')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const today = Temporal.Now.plainDateISO('Europe/Paris')
const at = (time: string): string => today.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: time }).toInstant().toString()
/** What the diary draws for half an hour, in CSS pixels. */
const HALF_HOUR = 52
let origin = ''

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  await house.server.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(house.server.server.address() as AddressInfo).port}`
})

/** A page on the diary, of somebody signed in whose own clock is elsewhere. */
async function openDiary(options: BrowserContextOptions, language: 'fr' | 'en' = 'fr'): Promise<Page> {
  const { cookie } = await salon.signIn('manager')
  const context = await browser.newContext({ timezoneId: 'America/New_York', reducedMotion: 'reduce', ...options })
  await context.addCookies(cookie.split('; ').map((pair) => {
    const [name = '', value = ''] = pair.split('=')
    return { name, value, url: origin }
  }))
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  const changed = await context.request.fetch(`${origin}/api/me`, { method: 'PATCH', data: { language }, headers: { origin } })
  assert.equal(changed.status(), 200)
  await page.goto(`${origin}/app/${salon.slug}/agenda`)
  await page.locator('.diary .ec-body, .diary .ec-main').first().waitFor()
  return page
}

const diaryOf = (page: Page): Promise<Diary> =>
  page.evaluate((address) => fetch(address).then((answer) => answer.json()), `/api/networks/${salon.network_id}/diary?establishment_id=${salon.establishment_id}&from=${today}&to=${today}`) as Promise<Diary>

/** What the server holds of the appointment with this title: agenda, start and end, or null. */
async function kept(page: Page, title: string): Promise<[string, string, string] | null> {
  const item = (await diaryOf(page)).appointments.find((appointment) => appointment.title === title)?.items[0]
  return item === undefined ? null : [item.agenda_id, item.starts_at, item.ends_at]
}

async function eventually<T>(look: () => Promise<T>, expected: T, within = 5_000): Promise<void> {
  const end = Date.now() + within
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

async function write(page: Page, title: string, from: string, to: string, agenda = 0): Promise<void> {
  const body = { establishment_id: salon.establishment_id, title, items: [{ agenda_id: salon.agenda_ids[agenda], starts_at: at(from), ends_at: at(to) }] }
  const status = await page.evaluate(
    ([address, sent]) => fetch(address!, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: sent! }).then((answer) => answer.status),
    [`/api/networks/${salon.network_id}/appointments`, JSON.stringify(body)] as const,
  )
  assert.equal(status, 201)
}

const block = (page: Page, title: string): Locator => page.locator('.ec-event.block', { hasText: title })

async function drag(page: Page, from: Locator, by: { x?: number; y?: number }, edge = false): Promise<void> {
  await from.scrollIntoViewIfNeeded()
  const box = (await from.boundingBox())!
  const x = box.x + box.width / 2
  const y = edge ? box.y + box.height - 3 : box.y + 12
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + (by.x ?? 0) / 2, y + (by.y ?? 0) / 2, { steps: 4 })
  await page.mouse.move(x + (by.x ?? 0), y + (by.y ?? 0), { steps: 4 })
  await page.mouse.up()
}

async function findsNothing(page: Page, state: string): Promise<void> {
  await page.evaluate(axe)
  const found = (await page.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`)) as string[]
  assert.deepEqual(found, [], state)
}

describe('the diary in a browser', { concurrency: false }, () => {
  test('[A-1] on a desktop, in French: create, move across agendas, resize, undo, refuse, delete, block time, all by hand', { timeout: 50_000 }, async () => {
    const page = await openDiary({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR' })
    const [lea, marc] = salon.agenda_ids
    await findsNothing(page, 'an empty day')

    await page.keyboard.press('n')
    await page.getByLabel('Intitulé').fill('Mme Roux')
    await page.getByLabel('Heure', { exact: false }).fill('09:00')
    await findsNothing(page, 'the form')
    await page.getByRole('button', { name: 'Prendre le rendez-vous' }).click()
    await block(page, 'Mme Roux').waitFor()
    const [, , ends] = (await kept(page, 'Mme Roux'))!
    assert.deepEqual(await kept(page, 'Mme Roux'), [lea, at('09:00'), ends])
    const minutes = (Date.parse(ends) - Date.parse(at('09:00'))) / 60_000
    const later = (time: string, more = 0): string => Temporal.Instant.from(at(time)).add({ minutes: minutes + more }).toString()

    const columns = await page.locator('.column-name').all()
    const width = (await columns[1]!.boundingBox())!.x - (await columns[0]!.boundingBox())!.x
    await drag(page, block(page, 'Mme Roux'), { x: width, y: 2 * HALF_HOUR })
    await eventually(() => kept(page, 'Mme Roux'), [marc, at('10:00'), later('10:00')])
    await page.getByText('Rendez-vous déplacé').waitFor()
    await page.keyboard.press('Control+z')
    await eventually(() => kept(page, 'Mme Roux'), [lea, at('09:00'), later('09:00')])

    await block(page, 'Mme Roux').locator('.block-time', { hasText: '9' }).waitFor()
    await drag(page, block(page, 'Mme Roux'), { y: HALF_HOUR }, true)
    await eventually(() => kept(page, 'Mme Roux'), [lea, at('09:00'), later('09:00', 30)])
    await page.keyboard.press('Control+z')
    await eventually(() => kept(page, 'Mme Roux'), [lea, at('09:00'), later('09:00')])

    // A place that is taken: the block goes back and says so.
    await write(page, 'M. Blanc', '12:00', '13:30')
    await block(page, 'M. Blanc').waitFor()
    await drag(page, block(page, 'Mme Roux'), { y: 6 * HALF_HOUR })
    await page.getByText('Le rendez-vous n’a pas été déplacé').waitFor()
    await page.getByText('Horaires libres les plus proches').waitFor()
    assert.deepEqual(await kept(page, 'Mme Roux'), [lea, at('09:00'), later('09:00')])
    await block(page, 'Mme Roux').locator('.block-time', { hasText: '9' }).waitFor()
    await findsNothing(page, 'a refusal')

    await block(page, 'Mme Roux').getByRole('button').focus()
    await page.keyboard.press('Enter')
    await findsNothing(page, 'an appointment')
    await page.getByRole('button', { name: 'Supprimer' }).click()
    await eventually(() => kept(page, 'Mme Roux'), null)
    await page.keyboard.press('Control+z')
    await eventually(() => kept(page, 'Mme Roux'), [lea, at('09:00'), later('09:00')])

    await page.keyboard.press('b')
    await page.getByLabel('Motif').fill('Formation')
    await page.locator('input[type=time]').nth(0).fill('16:00')
    await page.locator('input[type=time]').nth(1).fill('17:00')
    await findsNothing(page, 'blocking time')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await block(page, 'Formation').waitFor()
    assert.deepEqual((await diaryOf(page)).agendas[0]?.rules.map(({ reason, starts_at, ends_at }) => [reason, Date.parse(starts_at), Date.parse(ends_at)]), [['Formation', Date.parse(at('16:00')), Date.parse(at('17:00'))]])

    for (const [key, state] of [['w', 'a week'], ['m', 'a month']] as const) {
      await page.keyboard.press(key)
      await page.locator(`.diary[data-view=${state.slice(2)}]`).waitFor()
      await findsNothing(page, state)
    }
    await page.context().close()
  })

  test('[A-1] on a phone, in English: a colleague’s change appears by itself within two seconds', { timeout: 30_000 }, async () => {
    const page = await openDiary({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en-GB' }, 'en')
    await page.getByRole('button', { name: 'New appointment' }).waitFor()
    const colleague = await openDiary({ viewport: { width: 1440, height: 900 } })
    await findsNothing(page, 'a phone')
    await write(colleague, 'Live one', '14:30', '15:00')
    await block(page, 'Live one').waitFor({ timeout: 2_000 })
    await drag(colleague, block(colleague, 'Live one'), { y: HALF_HOUR })
    await block(page, 'Live one').locator('.block-time', { hasText: '15:00' }).waitFor({ timeout: 3_000 })
    await block(page, 'Live one').getByRole('button').tap()
    await page.getByRole('dialog').waitFor()
    await findsNothing(page, 'an appointment on a phone')
    await colleague.context().close()
    await page.context().close()
  })
})
