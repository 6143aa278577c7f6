import type { Purpose, Retention } from '../../foundation/catalogue/catalogue.ts'

type Said = { fr: string; en: string }

/**
 * Categories of personal data (W3C DPV) in words for the person concerned. A category that the catalogue uses for
 * clients and that is not here fails a test: a notice must not be silent about it.
 */
export const categoryWords: Readonly<Record<string, Said>> = {
  'pd:GivenName': { fr: 'votre prénom', en: 'your first name' },
  'pd:FamilyName': { fr: 'votre nom', en: 'your last name' },
  'pd:Name': { fr: 'votre nom', en: 'your last name' },
  'pd:EmailAddress': { fr: 'votre adresse e-mail', en: 'your e-mail address' },
  'pd:TelephoneNumber': { fr: 'votre numéro de téléphone', en: 'your telephone number' },
  'pd:PhysicalAddress': { fr: 'votre adresse postale', en: 'your postal address' },
  'pd:BirthDate': { fr: 'votre date de naissance', en: 'your date of birth' },
  'pd:Language': { fr: 'votre langue', en: 'your language' },
  'pd:Preference': { fr: 'votre moyen de contact préféré', en: 'your preferred way to be reached' },
  'pd:IPAddress': { fr: 'votre adresse IP', en: 'your IP address' },
  'pd:BrowserFingerprint': { fr: 'le type de votre navigateur', en: 'the kind of your browser' },
  'pd:Picture': { fr: 'votre photo', en: 'your picture' },
  'pd:Identifying': { fr: 'les numéros qui vous désignent dans nos fichiers', en: 'the numbers that stand for you in our files' },
  'dpv:PersonalData': { fr: 'ce que vous écrivez dans les champs libres et vos réponses aux questions posées', en: 'what you write in free fields and your answers to the questions asked' }
}

/** Why, with the legal basis that goes with it (GDPR article 6(1)). */
export const purposeWords: Readonly<Record<Purpose, { why: Said; basis: Said }>> = {
  reservation: {
    why: { fr: 'Prendre, déplacer, annuler et honorer vos rendez-vous (date, heure, prestation, personne choisie)', en: 'Take, move, cancel and honour your appointments (date, time, service, chosen person)' },
    basis: { fr: 'c’est nécessaire pour répondre à votre demande (RGPD, article 6.1.b)', en: 'it is needed to answer your request (GDPR, article 6(1)(b))' }
  },
  'client-file': {
    why: { fr: 'Tenir votre fiche, pour vous reconnaître et vous joindre au sujet de vos rendez-vous', en: 'Keep your card, to recognise you and to reach you about your appointments' },
    basis: { fr: 'notre intérêt légitime à bien vous recevoir (RGPD, article 6.1.f)', en: 'our legitimate interest in receiving you well (GDPR, article 6(1)(f))' }
  },
  account: {
    why: { fr: 'Gérer votre compte', en: 'Manage your account' },
    basis: { fr: 'c’est nécessaire pour répondre à votre demande (RGPD, article 6.1.b)', en: 'it is needed to answer your request (GDPR, article 6(1)(b))' }
  },
  security: {
    why: { fr: 'Protéger le service contre les abus et les intrusions', en: 'Protect the service against abuse and intrusion' },
    basis: { fr: 'notre intérêt légitime à la sécurité (RGPD, article 6.1.f)', en: 'our legitimate interest in security (GDPR, article 6(1)(f))' }
  },
  evidence: {
    why: { fr: 'Prouver que nos engagements envers vous sont tenus', en: 'Prove that our commitments to you are kept' },
    basis: { fr: 'nos obligations légales (RGPD, article 6.1.c)', en: 'our legal obligations (GDPR, article 6(1)(c))' }
  },
  information: {
    why: { fr: 'Vous informer', en: 'Inform you' },
    basis: { fr: 'votre consentement, que vous pouvez retirer à tout moment (RGPD, article 6.1.a)', en: 'your consent, which you can withdraw at any time (GDPR, article 6(1)(a))' }
  },
  statistics: {
    why: { fr: 'Compter les rendez-vous pour mieux organiser l’activité', en: 'Count appointments to organise our work better' },
    basis: { fr: 'notre intérêt légitime à nous organiser (RGPD, article 6.1.f)', en: 'our legitimate interest in organising our work (GDPR, article 6(1)(f))' }
  },
  publication: {
    why: { fr: 'Publier ce que vous demandez de publier', en: 'Publish what you ask us to publish' },
    basis: { fr: 'votre consentement, que vous pouvez retirer à tout moment (RGPD, article 6.1.a)', en: 'your consent, which you can withdraw at any time (GDPR, article 6(1)(a))' }
  }
}

/** Terms of the agreement that a notice repeats; numbers are never its own. */
export type Terms = { client_years: number }

/** What is agreed where nothing else is. */
export const commonTerms: Terms = { client_years: 3 }

/** How long, by the catalogue's terms; null for what never holds a client's data. */
export function retentionWords(retention: Retention, terms: Terms): Said | null {
  const years = terms.client_years
  switch (retention) {
    case 'client':
      return {
        fr: `Votre fiche et vos rendez-vous : ${years === 1 ? 'un an' : `${years} ans`} après votre dernier rendez-vous ou votre dernier message, puis ils sont effacés ou rendus anonymes.`,
        en: `Your card and your appointments: ${years === 1 ? 'one year' : `${years} years`} after your last appointment or message, after which they are erased or made anonymous.`
      }
    case 'short':
    case 'log':
      return { fr: 'Les traces techniques (double envoi d’un formulaire, sécurité) : le temps de leur usage, quelques jours à quelques mois.', en: 'Technical traces (a form sent twice, security): as long as they serve, a few days to a few months.' }
    case 'evidence':
      return { fr: 'Les preuves de nos engagements : elles ne contiennent que des numéros, qui ne désignent plus personne une fois votre fiche effacée.', en: 'Evidence of our commitments: it holds numbers only, which stand for nobody once your card is erased.' }
    case 'account':
      return { fr: 'Votre compte : jusqu’à sa fermeture.', en: 'Your account: until it is closed.' }
    case 'network':
    case 'published':
      return null
  }
}
