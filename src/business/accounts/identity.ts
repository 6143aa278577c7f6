import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { betterAuth } from 'better-auth'
import pg from 'pg'
import type { Config } from '../../config.ts'
import { newId } from '../../foundation/database/ids.ts'

export type Identity = ReturnType<typeof openIdentity>

/**
 * Accounts, passwords and sessions: better-auth on the identity role, which sees these
 * four tables and no other.
 */
export function openIdentity(config: Config, url: string, secret: string) {
  const pool = new pg.Pool({ connectionString: url, max: 4, application_name: 'reserve identity' })
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
  const auth = betterAuth({
    database: pool,
    secret,
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    trustedOrigins: [config.publicUrl, `http://localhost:${config.PORT}`, `http://127.0.0.1:${config.PORT}`],
    telemetry: { enabled: false },
    logger: { disabled: config.LOG_LEVEL === 'silent', level: 'error' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128, password: { hash: hashPassword, verify: verifyPassword } },
    rateLimit: { enabled: config.RESERVE_RATE_LIMIT, window: 60, max: 100, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    advanced: { database: { generateId: () => newId() }, cookiePrefix: 'reserve', useSecureCookies: config.publicUrl.startsWith('https:') },
    session: {
      modelName: 'account_sessions',
      expiresIn: 60 * 60 * 24 * 7,
      fields: { ...timestamps, userId: 'account_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
      cookieCache: { enabled: false }
    },
    user: {
      modelName: 'accounts',
      fields: { ...timestamps, emailVerified: 'email_verified' },
      additionalFields: { language: { type: 'string', defaultValue: 'fr', input: false } }
    },
    account: {
      modelName: 'account_credentials',
      fields: {
        ...timestamps,
        userId: 'account_id',
        providerId: 'provider_id',
        accountId: 'provider_account_id',
        password: 'password_hash',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at'
      }
    },
    verification: { modelName: 'account_verifications', fields: { ...timestamps, expiresAt: 'expires_at' } }
  })
  return { auth, pool, close: () => pool.end() }
}

const argon2Async = promisify(argon2)

/** Argon2id by OWASP's first recommendation: 19 MiB, two passes, one lane. */
const cost = { memory: 19 * 1024, passes: 2, parallelism: 1, tagLength: 32 }

/** `argon2id$memory$passes$salt$tag`, salt and tag in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await argon2Async('argon2id', { message: password.normalize('NFKC'), nonce, ...cost })
  return ['argon2id', cost.memory, cost.passes, nonce.toString('base64url'), tag.toString('base64url')].join('$')
}

/** False for a wrong password and for a hash of another kind. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [kind, memory, passes, salt, expected] = hash.split('$')
  if (kind !== 'argon2id' || salt === undefined || expected === undefined) return false
  const wanted = Buffer.from(expected, 'base64url')
  const tag = await argon2Async('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(salt, 'base64url'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: 1,
    tagLength: wanted.length
  })
  return timingSafeEqual(tag, wanted)
}
