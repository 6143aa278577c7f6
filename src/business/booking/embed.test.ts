import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { testHouse, testNetwork } from '../../../tests/house.ts'

const house = await testHouse()
const salon = await testNetwork(house)

test('[A-7] the button’s script is small, sets no cookie and belongs to no one', async () => {
  for (const url of ['/embed.js', '/embed-frame.js']) {
    const answer = await house.server.inject({ url })
    assert.equal(answer.statusCode, 200)
    assert.match(String(answer.headers['content-type']), /javascript/)
    assert.equal(answer.headers['set-cookie'], undefined)
    assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin')
    assert.doesNotMatch(answer.body, /cookie|localStorage|https?:/)
    assert.ok(gzipSync(answer.body).length <= 3072, `${url} weighs ${gzipSync(answer.body).length}`)
  }
})

test('[A-7] a visit is counted by day and origin; a foreign origin counts as a link', async () => {
  const page = `/${salon.slug}/${salon.establishment_slug}`
  for (const query of ['?o=facebook', '?o=facebook', '?o=pagesjaunes', '?o=spam', '']) await house.server.inject({ url: `${page}${query}`, headers: { accept: 'text/html' } })
  const { cookie } = await salon.signIn('owner')
  const answer = await house.server.inject({ url: `/api/networks/${salon.network_id}/online`, headers: { cookie } })
  assert.equal(answer.statusCode, 200, answer.body)
  const [item] = answer.json<{ items: { origins: { origin: string; visits: number }[]; page_url: string }[] }>().items
  assert.deepEqual(Object.fromEntries(item!.origins.map(({ origin, visits }) => [origin, visits])), { facebook: 2, pagesjaunes: 1, link: 2 })
  assert.ok(item!.page_url.endsWith(page))
  const reader = await salon.signIn('staff')
  assert.equal((await house.server.inject({ url: `/api/networks/${salon.network_id}/online`, headers: { cookie: reader.cookie } })).statusCode, 403)
})

test('[A-7] only a page in another site’s frame carries a script, and it is ours', async () => {
  const page = `/${salon.slug}/${salon.establishment_slug}`
  const alone = await house.server.inject({ url: page, headers: { accept: 'text/html' } })
  assert.doesNotMatch(alone.body, /<script(?! type="application\/ld\+json")/)
  const framed = await house.server.inject({ url: page, headers: { accept: 'text/html', 'sec-fetch-dest': 'iframe' } })
  assert.match(framed.body, /<script async src="\/embed-frame.js">/)
  assert.match(String(framed.headers['content-security-policy']), /frame-ancestors \*/)
})

test('the page of a refusal leads back without a script', async () => {
  const lost = await house.server.inject({ url: `/${salon.slug}/rdv/${'x'.repeat(32)}`, headers: { accept: 'text/html', referer: 'http://elsewhere.example/x' } })
  assert.equal(lost.statusCode, 404)
  assert.match(lost.body, new RegExp(`<a href="/${salon.slug}">`))
  assert.doesNotMatch(lost.body, /javascript:/)
  const within = await house.server.inject({ url: `/${salon.slug}/rdv/${'x'.repeat(32)}`, headers: { accept: 'text/html', host: 'salon.example', referer: 'http://salon.example/annuaire?place=Lyon' } })
  assert.ok(within.body.replaceAll('&#61;', '=').includes('<a href="/annuaire?place=Lyon">'))
})
