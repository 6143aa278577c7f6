import { run } from 'graphile-worker'
import type { Runner } from 'graphile-worker'
import pg from 'pg'
import { Logger } from 'graphile-worker'
import type { App } from '../http/app.ts'
import type { Job } from '../room.ts'

/**
 * Runs the rooms' jobs in this process.
 * @param url login that is a member of reserve_jobs
 * @returns the runner; `stop()` lets jobs under way finish
 */
export async function startWorker(app: App, url: string, jobs: readonly Job[]): Promise<Runner> {
  const pool = new pg.Pool({ connectionString: url, options: '-c role=reserve_jobs', max: 4, application_name: 'reserve worker' })
  const lost = (error: Error): void => app.log.warn({ err: error }, 'worker connection lost')
  pool.on('error', lost).on('connect', (client) => client.on('error', lost))
  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    pollInterval: 2000,
    noHandleSignals: true,
    noPreparedStatements: true,
    logger: new Logger(() => (level, message) => {
      if (level === 'error') app.log.error({ message }, 'job')
      else if (level === 'warning') app.log.warn({ message }, 'job')
    }),
    taskList: Object.fromEntries(jobs.map((job) => [job.name, (payload: unknown) => job.run(app, payload)])),
    crontab: jobs
      .filter((job) => job.cron !== undefined)
      .map((job) => `${job.cron} ${job.name} ?max=3`)
      .join('\n')
  })
  runner.promise.finally(() => void pool.end()).catch(() => {})
  return runner
}
