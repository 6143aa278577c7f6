import { z } from 'zod'

/** Every setting of the server: its meaning, its default and its check stand in one place. */
const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('TCP port that the server listens on.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address that the server listens on; 0.0.0.0 behind a proxy in a container.'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('Owner login of a PostgreSQL 15 or later. `npm start` supplies an embedded one when it is absent.'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12).describe('Connections of the application role.'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional().describe('Address that people type, without a trailing slash. Default: http://localhost:PORT.'),
  TRUST_PROXY: z.stringbool().default(false).describe('True when a reverse proxy in front sets X-Forwarded-For and X-Forwarded-Proto.'),
  RESERVE_DATA: z.string().min(1).default('data').describe('Folder of the root key and, for the embedded database, of its files.'),
  RESERVE_ROOT_KEY: z.string().optional().describe('Root key: 32 bytes in base64, or the path of a file that holds them. Default: a file made at first start in RESERVE_DATA/keys.'),
  RESERVE_DEMO: z.stringbool().default(false).describe('Seeds a demonstration network at first start and shows its sign-ins. Never in production.'),
  RESERVE_RATE_LIMIT: z.stringbool().default(true).describe('Limits requests per address; off only for load tests.'),
  RESERVE_WORKER: z.stringbool().default(true).describe('Runs background jobs in this process.'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').describe('Least severe log line that is written.'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development').describe('production refuses what is only fit for a trial.')
})

export type Config = Readonly<z.output<typeof settings> & { publicUrl: string }>

/** Thrown with one readable line per wrong setting. */
export class ConfigError extends Error {
  readonly lines: readonly string[]
  constructor(lines: readonly string[]) {
    super(`The settings are not usable:\n${lines.map((line) => `  - ${line}`).join('\n')}`)
    this.lines = lines
  }
}

/**
 * Reads and checks the settings.
 * @param environment usually `process.env`; an empty string counts as absent
 * @throws ConfigError naming each wrong setting, what was found and what is expected
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = settings.safeParse(given)
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map((issue) => {
        const name = String(issue.path[0])
        const field = settings.shape[name as keyof typeof settings.shape]
        return `${name}: ${issue.message}. ${field?.description ?? ''}`
      })
    )
  }
  const config = result.data
  const wrong = contradictions(config)
  if (wrong.length > 0) throw new ConfigError(wrong)
  return { ...config, publicUrl: (config.PUBLIC_URL ?? `http://localhost:${config.PORT}`).replace(/\/$/, '') }
}

function contradictions(config: z.output<typeof settings>): string[] {
  const wrong: string[] = []
  if (config.NODE_ENV === 'production') {
    if (config.RESERVE_DEMO) wrong.push('RESERVE_DEMO: refused in production, its sign-ins are public.')
    if (config.PUBLIC_URL === undefined) wrong.push('PUBLIC_URL: required in production, links in messages are made from it.')
    if (config.PUBLIC_URL?.startsWith('http:') === true && !/^http:\/\/(localhost|127\.0\.0\.1)/.test(config.PUBLIC_URL)) {
      wrong.push('PUBLIC_URL: must be https in production.')
    }
  }
  return wrong
}

/** The settings as rows for documentation: name, meaning, default. */
export function describeSettings(): { name: string; description: string; default: string }[] {
  return Object.entries(settings.shape).map(([name, field]) => {
    const fallback = field.safeParse(undefined)
    return { name, description: field.description ?? '', default: fallback.success ? String(fallback.data ?? '') : 'required' }
  })
}
