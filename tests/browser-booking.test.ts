import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { after, describe, test } from 'node:test'
import { chromium } from 'playwright-core'
import type { BrowserContextOptions, FrameLocator, Page } from 'playwright-core'
import { testHouse, testNetwork } from './house.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const house = await testHouse()
const salon = await testNetwork(house)
const origin = await house.server.listen({ port: 0, host: '127.0.0.1' })
const place = `${origin}/${salon.slug}/${salon.establishment_slug}`
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
after(() => browser.close())

/** One page for every judgement: axe is large. */
const judging = browser.newContext({ bypassCSP: true }).then((context) => context.newPage())

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, locale: 'fr-FR', javaScriptEnabled: false }
const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' }

/** A fresh visitor; closed by the test that opened him. */
async function visit<T>(options: BrowserContextOptions, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext(options)
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    return await work(page)
  } finally {
    await context.close()
  }
}

/** What axe finds on the page as it stands, judged in a page with scripts, since it is one itself. */
async function judge(page: Page, name: string): Promise<void> {
  const content = await page.content()
  const viewport = page.viewportSize()
  const judged = await judging
  if (viewport !== null) await judged.setViewportSize(viewport)
  await judged.setContent(content)
  await judged.evaluate(axe)
  const found = await judged.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  })
  assert.deepEqual(found, [], name)
  const wide = await judged.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  assert.ok(wide <= 0, `${name} is ${wide} px wider than its window`)
}

type Words = { times: string; confirm: string; confirmed: string; move: string; cancel: string; cancelled: string; error: RegExp; anybody: string }
const french: Words = { times: 'Voir les horaires', confirm: 'Confirmer le rendez-vous', confirmed: 'Votre rendez-vous est confirmé', move: 'Déplacer', cancel: 'Annuler le rendez-vous', cancelled: 'Votre rendez-vous est annulé', error: /e-mail|adresse/i, anybody: 'Marc' }
const english: Words = { times: 'See times', confirm: 'Confirm the appointment', confirmed: 'Your appointment is confirmed', move: 'Move', cancel: 'Cancel the appointment', cancelled: 'Your appointment is cancelled', error: /e-?mail/i, anybody: 'Marc' }

/** From the first page to the details, on a day a week ahead. */
async function chooseTime(page: Page, words: Words, services: readonly string[], nth = 0): Promise<void> {
  await page.goto(`${place}?o=facebook`)
  await judge(page, 'establishment')
  for (const service of services) await page.getByRole('checkbox', { name: service }).check()
  await page.getByRole('button', { name: words.times }).click()
  await judge(page, 'times')
  await page.getByRole('link', { name: words.anybody, exact: true }).click()
  await chooseDay(page, 6)
  await page.locator('.times button').nth(nth).click()
  await page.locator('#first_name').waitFor()
}

async function fillDetails(page: Page, name: string): Promise<void> {
  await page.locator('#first_name').fill('Zoé')
  await page.locator('#last_name').fill(name)
  await page.locator('#email').fill(`${name.toLowerCase()}@example.com`)
}

/** A day of the month that follows, so that the tests also pass on the last day of one; months have 28 at least. */
async function chooseDay(page: Page | FrameLocator, nth: number): Promise<void> {
  await page.locator('.month-head a.arrow').last().click()
  await page.locator('a.day').nth(nth).click()
}

/** A person needs two seconds at least for a form; who is faster is taken for a robot. */
const typing = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2100))

async function wholePath(page: Page, words: Words, name: string, services: readonly string[], nth: number): Promise<void> {
  await chooseTime(page, words, services, nth)
  await judge(page, 'details')
  await fillDetails(page, name)
  await page.locator('#email').fill('pas une adresse')
  await typing()
  await page.getByRole('button', { name: words.confirm }).click()
  await page.locator('#email[aria-invalid=true]').waitFor()
  assert.match((await page.locator('#email-error').textContent()) ?? '', words.error)
  assert.equal(await page.locator('#last_name').inputValue(), name, 'what was typed is kept')
  await judge(page, 'details with an error')
  await fillDetails(page, name)
  await typing()
  await page.getByRole('button', { name: words.confirm }).click()
  await page.getByRole('heading', { name: words.confirmed }).waitFor()
  await judge(page, 'confirmed')
  assert.equal(await page.locator('.facts .rows li').count(), services.length)
  const calendar = await page.request.get(`${page.url().split('?')[0]}/rendez-vous.ics`)
  assert.match(await calendar.text(), /BEGIN:VEVENT[\s\S]*END:VEVENT/)
  const before = await page.locator('.facts .lead').textContent()
  await page.getByRole('link', { name: words.move, exact: true }).click()
  await judge(page, 'move')
  await chooseDay(page, 8)
  await page.locator('.times button').nth(nth).click()
  await page.locator('.facts').waitFor()
  assert.notEqual(await page.locator('.facts .lead').textContent(), before)
  await page.getByRole('button', { name: words.cancel }).click()
  await page.getByRole('heading', { name: words.cancelled }).waitFor()
  await judge(page, 'cancelled')
}

describe('booking in a browser', { timeout: 90_000 }, () => {
  test('[A-6] on a phone, in French, without scripts', () => visit(phone, (page) => wholePath(page, french, 'Telephone', ['Coupe'], 0)))

  test('[A-6] on a desktop, in English, two services in a row', () => visit(desktop, (page) => wholePath(page, english, 'Desktop', ['Couleur', 'Coupe'], 6)))

  test('[A-6] the time is taken meanwhile: the nearest ones are offered', () =>
    visit(phone, async (page) => {
      await page.goto(`${place}/horaires?service=${salon.services.cut}&person=${salon.agenda_ids[0]}`)
      await chooseDay(page, 10)
      const button = page.locator('.times button').nth(4)
      const starts_at = await button.getAttribute('value')
      const taken = await page.request.post(`${origin}/api/public/${salon.slug}/establishments/${salon.establishment_slug}/bookings`, {
        data: { services: [{ service_id: salon.services.cut, agenda_id: salon.agenda_ids[0] }], starts_at, person: { first_name: 'Plus', last_name: 'Rapide', email: 'rapide@example.com' } }
      })
      assert.equal(taken.status(), 201)
      await button.click()
      await page.getByRole('alert').waitFor()
      assert.equal(await page.locator('.refusal button').count(), 3)
      await judge(page, 'taken')
      await page.locator('.refusal button').first().click()
      await page.locator('#first_name').waitFor()
    }))

  test('[A-6] the waiting list is joined and left', () =>
    visit(phone, async (page) => {
      await page.goto(`${place}/horaires?service=${salon.services.cut}`)
      await page.getByRole('link', { name: /Être prévenu/ }).click()
      await judge(page, 'waiting list')
      await page.getByRole('radio', { name: 'Matin' }).check()
      await fillDetails(page, 'Patiente')
      await typing()
      await page.getByRole('button', { name: 'M’inscrire' }).click()
      await page.getByRole('heading', { name: 'Vous êtes sur la liste d’attente' }).waitFor()
      await judge(page, 'on the list')
      await page.getByRole('button', { name: 'Me retirer' }).click()
      await page.getByRole('heading', { name: 'Vous n’êtes plus' }).waitFor()
      await judge(page, 'off the list')
    }))

  test('[O-12] cookies: none before, under a day after, none once refused', () =>
    visit(phone, async (page) => {
      await page.goto(place)
      assert.deepEqual(await page.context().cookies(), [])
      await page.getByRole('button', { name: 'Accepter' }).click()
      const set = await page.context().cookies()
      assert.deepEqual(set.map(({ name }) => name).toSorted(), ['reserve_choice', 'reserve_language'])
      for (const { expires } of set) assert.ok(expires > 0 && expires < Date.now() / 1000 + 86_400)
      await judge(page, 'cookies kept')
      await page.getByRole('button', { name: 'Ne plus retenir' }).click()
      assert.deepEqual(await page.context().cookies(), [])
    }))

  test('[A-7] the button on somebody’s own site opens the pages over it, books, and closes on Escape', async () => {
    const site = createServer((_request, answer) => {
      answer.setHeader('content-type', 'text/html; charset=utf-8')
      answer.end(`<!doctype html><html lang="fr"><title>Mon salon</title><main><h1>Mon salon</h1><p><a href="${place}?o=site">Prendre RDV<script async src="${origin}/embed.js" data-reserve="${salon.slug}/${salon.establishment_slug}" data-service="${salon.services.cut}" data-label="Prendre RDV" data-mode="button"></script></a></p></main></html>`)
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    const address = `http://localhost:${(site.address() as AddressInfo).port}/`
    try {
      await visit({ ...desktop, locale: 'fr-FR' }, async (page) => {
        await page.goto(address)
        const button = page.getByRole('button', { name: 'Prendre RDV' })
        await button.click()
        const frame = page.frameLocator('iframe[title="Prendre RDV"]')
        assert.ok(await frame.getByRole('checkbox', { name: 'Coupe' }).isChecked(), 'the service of the button is chosen')
        await frame.getByRole('button', { name: 'Voir les horaires' }).click()
        await chooseDay(frame, 12)
        await frame.locator('.times button').first().click()
        await frame.locator('#first_name').fill('Zoé')
        await frame.locator('#last_name').fill('Site')
        await frame.locator('#phone').fill('06 12 34 56 78')
        await typing()
        await frame.getByRole('button', { name: french.confirm }).click()
        await frame.getByRole('heading', { name: french.confirmed }).waitFor()
        await frame.locator('main a').first().focus()
        await page.keyboard.press('Escape')
        await page.locator('dialog').waitFor({ state: 'detached' })
        assert.ok(await page.evaluate<boolean>("document.activeElement?.textContent?.startsWith('Prendre RDV') === true"), 'the focus is back')
        assert.deepEqual(await page.context().cookies(), [])
      })
      await visit(phone, async (page) => {
        await page.goto(address)
        await page.getByRole('link', { name: 'Prendre RDV' }).click()
        await page.getByRole('heading', { name: 'salon Lyon' }).waitFor()
      })
    } finally {
      site.closeAllConnections()
      site.close()
    }
    const booked = await salon.run(({ db }) => db.selectFrom('appointments').select('origin').where('network_id', '=', salon.network_id).where('origin', '=', 'site').execute())
    assert.equal(booked.length, 1, 'and the appointment knows where it came from')
  })
})
