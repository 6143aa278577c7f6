import { folded } from '../contact.ts'
import type { ImportTarget } from '../schemas.ts'

/** Header words by what they announce, without accents, case or spaces; the better one first. */
const announced: Record<'first_name' | 'last_name' | 'full_name' | 'email' | 'phone' | 'language' | 'preferred_channel' | 'note', string[]> = {
  first_name: ['prenom', 'prenoms', 'firstname', 'givenname', 'forename', 'first', 'prenomclient', 'prenomduclient'],
  last_name: ['nom', 'nomdefamille', 'nomfamille', 'lastname', 'surname', 'familyname', 'last', 'nomclient', 'nomdusage'],
  full_name: ['nomcomplet', 'nometprenom', 'nomprenom', 'prenomnom', 'prenometnom', 'fullname', 'name', 'client', 'clientname', 'customer', 'customername', 'contact', 'nomduclient'],
  email: ['email', 'mail', 'courriel', 'adressemail', 'adresseemail', 'adresseelectronique', 'emailaddress', 'email1', 'emailpersonnel', 'adressecourriel'],
  phone: [
    ...['mobile', 'portable', 'telephonemobile', 'telephoneportable', 'telmobile', 'telportable', 'mobilephone', 'cellphone', 'cell', 'gsm', 'mobilenumber'],
    ...['telephone', 'tel', 'phone', 'phonenumber', 'numerodetelephone', 'numtel', 'numerotelephone', 'tel1', 'telephone1', 'phone1', 'telephonefixe', 'fixe']
  ],
  language: ['langue', 'language', 'lang', 'locale'],
  preferred_channel: ['canalprefere', 'moyendecontact', 'contactprefere', 'preferredchannel', 'preferredcontact', 'canal'],
  note: ['note', 'notes', 'commentaire', 'commentaires', 'remarque', 'remarques', 'observation', 'observations', 'comment', 'comments', 'remark', 'remarks', 'memo']
}

/**
 * What each column of a file most likely is, by its header in French or English or by the label of
 * an own field; null for what is not known. Nothing is given twice.
 */
export function guessMapping(headers: readonly string[], fields: readonly { field_id: string; label: string }[]): ImportTarget[] {
  const keys = headers.map(folded)
  const mapping: ImportTarget[] = headers.map(() => null)
  const give = (target: ImportTarget, words: readonly string[]): void => {
    for (const word of words) {
      const at = keys.findIndex((key, place) => key === word && mapping[place] === null)
      if (at >= 0) {
        mapping[at] = target
        return
      }
    }
  }
  // The network's own labels are its own words: they win over ours.
  for (const { field_id, label } of fields) give(field_id, [folded(label)])
  for (const [target, words] of Object.entries(announced)) {
    if (target === 'full_name' && (mapping.includes('last_name') || mapping.includes('first_name'))) continue
    give(target as ImportTarget, words)
  }
  return mapping
}

const titles = /^(?:m|mr|mme|mlle|mrs|ms|miss|monsieur|madame|mademoiselle|dr)\.?\s+/i

/**
 * First and last name of a whole one: "DUPONT Marie", "Dupont, Marie", "Mme Marie Dupont". Without a
 * sign of which is which, the first word is the first name.
 */
export function splitName(whole: string): { first_name: string; last_name: string } {
  const text = whole.trim().replaceAll(/\s+/g, ' ').replace(titles, '')
  const [before, after] = text.split(/\s*,\s*/, 2)
  if (after !== undefined && after !== '') return { first_name: after, last_name: before ?? '' }
  const words = text.split(' ').filter((word) => word !== '')
  const isCapital = (word: string): boolean => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
  const capitals = words.filter(isCapital)
  if (capitals.length > 0 && capitals.length < words.length) {
    return { last_name: capitals.join(' '), first_name: words.filter((word) => !isCapital(word)).join(' ') }
  }
  const [first = '', ...rest] = words
  return rest.length === 0 ? { first_name: '', last_name: first } : { first_name: first, last_name: rest.join(' ') }
}

const languages: Record<string, 'fr' | 'en'> = { fr: 'fr', fra: 'fr', francais: 'fr', francaise: 'fr', french: 'fr', frfr: 'fr', en: 'en', eng: 'en', anglais: 'en', anglaise: 'en', english: 'en', enus: 'en', engb: 'en' }

/** The language that a cell names; undefined for one that is not spoken here. */
export function readLanguage(cell: string): 'fr' | 'en' | undefined {
  return languages[folded(cell)]
}

const channelWords: Record<string, 'email' | 'sms' | 'phone' | 'letter' | 'meeting'> = {
  email: 'email', mail: 'email', courriel: 'email', sms: 'sms', texto: 'sms', text: 'sms', phone: 'phone', telephone: 'phone', tel: 'phone', appel: 'phone', call: 'phone',
  letter: 'letter', courrier: 'letter', poste: 'letter', post: 'letter', lettre: 'letter', meeting: 'meeting', surplace: 'meeting', enpersonne: 'meeting', inperson: 'meeting'
}

export function readChannel(cell: string): 'email' | 'sms' | 'phone' | 'letter' | 'meeting' | undefined {
  return channelWords[folded(cell)]
}
