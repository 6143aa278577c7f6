import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeCrash } from './crash-judge.ts'
import { crashAndJudge } from './crash-run.ts'

test('[A-6] kill -9 of the server or of PostgreSQL loses no confirmed booking and makes none twice', async (t) => {
  await crashAndJudge(6, async (crashed) => {
    const { asked, kills, unanswered } = crashed
    t.diagnostic(`${asked.length} asked, ${asked.filter(({ appointment_id }) => appointment_id !== null).length} confirmed, ${unanswered} left unanswered and asked again, killed: ${JSON.stringify(kills)}`)
    assert.ok(asked.length > 50 && unanswered > 0, 'the kills met people who were booking')
    await judgeCrash(crashed)
  })
})
