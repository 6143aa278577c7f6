import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { api, NoAnswer, Problem, setApiLanguage } from './api.ts'

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string }
const seen: Seen[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void
let server: Server
let origin = ''

before(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => new Promise((resolve) => {
  server.closeAllConnections()
  server.close(resolve)
}))

const json = (status: number, body: unknown, type = 'application/json', headers = {}) => (_: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body))
}
const last = (): Seen => seen.at(-1)!
const failing = async (act: () => Promise<unknown>): Promise<unknown> => act().then(() => assert.fail('it was expected to fail'), (error: unknown) => error)

test('a read asks in the chosen language, writes its query out, and sends no key', async () => {
  answer = json(200, { ok: true })
  setApiLanguage('en')
  assert.deepEqual(await api.get(`${origin}/api/x`, { query: { day: '2026-03-03', agenda_ids: ['a', 'b'], nothing: undefined } }), { ok: true })
  assert.equal(last().url, '/api/x?day=2026-03-03&agenda_ids=a&agenda_ids=b')
  assert.equal(last().headers['accept-language'], 'en')
  assert.equal(last().headers['idempotency-key'], undefined)
})

test('two answered writes are two acts, each with its own key', async () => {
  answer = json(201, {})
  await api.post(`${origin}/api/x`, { name: 'Anne' })
  const first = last().headers['idempotency-key']
  await api.post(`${origin}/api/x`, { name: 'Anne' })
  assert.match(String(first), /^[0-9a-f-]{36}$/)
  assert.notEqual(last().headers['idempotency-key'], first)
  assert.deepEqual(JSON.parse(last().body), { name: 'Anne' })
})

test('a write that got no answer keeps its key when asked again, and another write does not take it', async () => {
  answer = (request) => request.socket.destroy()
  assert.ok((await failing(() => api.post(`${origin}/api/x`, { name: 'Bea' }))) instanceof NoAnswer)
  const first = last().headers['idempotency-key']
  answer = json(503, { code: 'unavailable', title: 'Plus tard' }, 'application/problem+json')
  await failing(() => api.post(`${origin}/api/x`, { name: 'Bea' }))
  assert.equal(last().headers['idempotency-key'], first)
  answer = json(201, {})
  await api.post(`${origin}/api/x`, { name: 'Cleo' })
  assert.notEqual(last().headers['idempotency-key'], first)
  await api.post(`${origin}/api/x`, { name: 'Bea' })
  assert.equal(last().headers['idempotency-key'], first)
  await api.post(`${origin}/api/x`, { name: 'Bea' })
  assert.notEqual(last().headers['idempotency-key'], first)
})

test('a refusal carries code, sentences, fields without their part, and whatever else was said', async () => {
  answer = json(409, {
    code: 'slot-taken', title: 'Ce créneau vient d’être pris', detail: 'Choisissez-en un autre.',
    errors: [{ field: 'body.services.0.start', message: 'Déjà pris' }, { field: 3 }], alternatives: ['2026-03-03T09:00:00Z'],
  }, 'application/problem+json')
  const problem = await failing(() => api.patch(`${origin}/api/x`, {}))
  assert.ok(problem instanceof Problem)
  assert.equal(problem.status, 409)
  assert.equal(problem.code, 'slot-taken')
  assert.equal(problem.title, 'Ce créneau vient d’être pris')
  assert.equal(problem.detail, 'Choisissez-en un autre.')
  assert.deepEqual(problem.errors, [{ field: 'services.0.start', message: 'Déjà pris' }])
  assert.deepEqual(problem.document['alternatives'], ['2026-03-03T09:00:00Z'])
})

test('a wrong password is a problem with a code in our spelling', async () => {
  answer = json(401, { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' })
  const problem = await failing(() => api.post(`${origin}/api/auth/sign-in/email`, {}))
  assert.ok(problem instanceof Problem)
  assert.equal(problem.code, 'invalid-email-or-password')
})

test('an answer that is not JSON is still a problem, with its wait', async () => {
  answer = (_, response) => response.writeHead(429, { 'content-type': 'text/html', 'retry-after': '30' }).end('<h1>Slow down</h1>')
  const problem = await failing(() => api.get(`${origin}/api/x`))
  assert.ok(problem instanceof Problem)
  assert.equal(problem.status, 429)
  assert.equal(problem.retryAfter, 30)
})

test('an empty answer is null, and an abandoned read is not a network failure', async () => {
  answer = (_, response) => response.writeHead(204).end()
  assert.equal(await api.delete(`${origin}/api/x`), null)
  const stopped = AbortSignal.abort()
  assert.equal((await failing(() => api.get(`${origin}/api/x`, { signal: stopped }))) instanceof NoAnswer, false)
})
