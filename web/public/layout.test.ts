import assert from 'node:assert/strict'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { inLanguage, publicPage } from './layout.ts'

const page = { language: 'fr', url: '/salon-lumiere/paris', title: 'Réserver', body: '<h1>Réserver</h1>' } as const

test('the language switch leads back to the very page, and only a chosen language is carried along', () => {
  const document = publicPage({ ...page, url: '/salon/paris?service=coupe' })
  assert.match(document, /href="\/salon\/paris\?service&#61;coupe&#38;lang&#61;en"/)
  assert.equal(inLanguage('/salon/paris?service=coupe', '/annuaire'), '/annuaire')
  assert.equal(inLanguage('/salon/paris?lang=en', '/annuaire?q=spa#list'), '/annuaire?q=spa&lang=en#list')
  assert.equal(inLanguage('/salon/paris?lang=xx', '/annuaire'), '/annuaire')
  assert.equal(inLanguage('/?lang=fr', 'https://example.org/a'), 'https://example.org/a?lang=fr')
})

test('names and facts from people cannot break out of the page', () => {
  const evil = '</script><script>alert(1)</script>"\'><img src=x>'
  const document = publicPage({ ...page, title: evil, description: evil, establishment: { name: evil, colour: evil, href: '/x', network: evil }, structured_data: { name: evil } })
  assert.ok(!document.includes('<script>alert'))
  assert.ok(!document.includes('<img'))
  assert.equal(document.match(/<script/g)?.length, 1)
})

test('a page sends for nothing elsewhere and leaves most of 30 kB to what it says', () => {
  const document = publicPage({ ...page, notice_href: '/salon-lumiere/paris/donnees', structured_data: { '@type': 'Thing' } })
  assert.doesNotMatch(document, /(?:src|@import|url\()/)
  assert.doesNotMatch(document, /<link[^>]+stylesheet/)
  assert.ok(gzipSync(document).length < 6000, `${gzipSync(document).length} bytes`)
})

test('a page that is one person’s is not for search engines', () => {
  assert.match(publicPage({ ...page, indexed: false }), /<meta name="robots" content="noindex">/)
  assert.doesNotMatch(publicPage(page), /robots/)
})
