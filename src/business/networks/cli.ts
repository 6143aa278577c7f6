import { parseArgs } from 'node:util'
import type { House } from '../../house.ts'
import { createNetwork } from './network-commands.ts'
import { addressFrom } from './rules.ts'
import { networkSlug, siren } from './schemas.ts'

const words = {
  fr: {
    usage: 'reserve network create --name NOM --owner E-MAIL [--slug ADRESSE] [--brand MARQUE] [--siren SIREN] [--language fr|en]',
    no_account: (email: string) => `Aucun compte n’a l’adresse ${email}. Ouvrez-en un d’abord, puis recommencez.`,
    wrong: (option: string, value: string) => `--${option} : « ${value} » n’est pas utilisable.`,
    taken: (slug: string) => `L’adresse « ${slug} » est déjà prise. Donnez-en une autre avec --slug.`,
    created: (slug: string, url: string) => `Le réseau est ouvert : ${url}/${slug}\nRien n’y est encore public ; ses réglages sont dans ${url}/app/${slug}/settings`
  },
  en: {
    usage: 'reserve network create --name NAME --owner EMAIL [--slug ADDRESS] [--brand BRAND] [--siren SIREN] [--language fr|en]',
    no_account: (email: string) => `No account has the address ${email}. Open one first, then try again.`,
    wrong: (option: string, value: string) => `--${option}: “${value}” cannot be used.`,
    taken: (slug: string) => `The address “${slug}” is taken. Give another with --slug.`,
    created: (slug: string, url: string) => `The network is open: ${url}/${slug}\nNothing in it is public yet; its settings are at ${url}/app/${slug}/settings`
  }
}

/**
 * `reserve network create`: opens a network for an account that exists.
 * @param args what follows `reserve network`
 * @returns what to print
 * @throws Error with a sentence for the person who typed it
 */
export async function networkCommand(args: readonly string[], house: House, language: 'fr' | 'en'): Promise<string> {
  const say = words[language]
  const [verb, ...rest] = args
  if (verb !== 'create') throw new Error(say.usage)
  const given = readOptions(rest, say)
  const { name, owner: email } = given
  if (name === undefined || name.trim() === '' || email === undefined) throw new Error(say.usage)
  const slug = checked(networkSlug, 'slug', given.slug ?? addressFrom(name, 'reseau'), say)
  const number = given.siren === undefined ? null : checked(siren, 'siren', given.siren, say)
  const { rows } = await house.identity.pool.query<{ id: string; name: string }>('select id, name from accounts where email = $1', [email.trim().toLowerCase()])
  const account = rows[0]
  if (account === undefined) throw new Error(say.no_account(email))
  try {
    await createNetwork(house.database, {
      name: name.trim(),
      slug,
      brand: given.brand ?? null,
      siren: number,
      locale: given.language === 'en' ? 'en' : 'fr',
      owner: { account_id: account.id, display_name: account.name }
    })
  } catch (error) {
    throw error instanceof Error && error.message === 'address-taken' ? new Error(say.taken(slug), { cause: error }) : error
  }
  return say.created(slug, house.config.publicUrl)
}

function readOptions(args: string[], say: (typeof words)['fr']) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args, options: { name: text, owner: text, slug: text, brand: text, siren: text, language: text } }).values
  } catch (error) {
    throw new Error(say.usage, { cause: error })
  }
}

function checked(schema: typeof networkSlug | typeof siren, option: string, value: string, say: (typeof words)['fr']): string {
  const result = schema.safeParse(value)
  if (!result.success) throw new Error(say.wrong(option, value))
  return result.data
}
