import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeCrash } from './crash-judge.ts'
import { crashAndJudge } from './crash-run.ts'

const kills = Number(process.env['CRASH_KILLS'] ?? 200)

test(`[A-6] ${kills} times kill -9 of the server or of PostgreSQL: nothing confirmed is lost, nothing is there twice`, async (t) => {
  await crashAndJudge(kills, async (crashed) => {
    const { asked, unanswered } = crashed
    t.diagnostic(`${asked.length} asked, ${asked.filter(({ appointment_id }) => appointment_id !== null).length} confirmed, ${unanswered} left unanswered and asked again`)
    assert.ok(asked.length > kills && unanswered > 0, 'the kills met people who were booking')
    await judgeCrash(crashed)
  })
})
