/**
 * What is said to a person about a calendar: why something was refused, or read with a doubt. The
 * codes are stable, the sentences are not. `{{name}}` stands for a value.
 */
export type Sentence = { fr: string; en: string }

const sentences = {
  'too-large': {
    fr: 'Le fichier dépasse {{limit}} Mo : il n’est pas lu. Exportez une période plus courte.',
    en: 'The file is larger than {{limit}} MB, so it was not read. Export a shorter period.'
  },
  'too-many-lines': {
    fr: 'Le fichier compte plus de {{limit}} lignes : il n’est pas lu. Exportez une période plus courte.',
    en: 'The file has more than {{limit}} lines, so it was not read. Export a shorter period.'
  },
  'too-many-components': {
    fr: 'Le fichier contient plus de {{limit}} éléments : il n’est pas lu. Exportez une période plus courte.',
    en: 'The file holds more than {{limit}} items, so it was not read. Export a shorter period.'
  },
  'empty-file': { fr: 'Le fichier est vide.', en: 'The file is empty.' },
  'not-a-calendar': {
    fr: 'Ce fichier n’est pas un calendrier iCalendar (.ics).',
    en: 'This file is not an iCalendar (.ics) calendar.'
  },
  'no-start': {
    fr: 'L’événement n’a pas de date de début : il n’est pas repris.',
    en: 'The event has no start, so it was not taken over.'
  },
  'bad-start': {
    fr: 'La date de début « {{value}} » n’est pas lisible : l’événement n’est pas repris.',
    en: 'The start “{{value}}” cannot be read, so the event was not taken over.'
  },
  'bad-end': {
    fr: 'La date de fin « {{value}} » n’est pas lisible : l’événement n’est pas repris.',
    en: 'The end “{{value}}” cannot be read, so the event was not taken over.'
  },
  'bad-duration': {
    fr: 'La durée « {{value}} » n’est pas lisible : l’événement n’est pas repris.',
    en: 'The duration “{{value}}” cannot be read, so the event was not taken over.'
  },
  'end-before-start': {
    fr: 'L’événement se termine avant d’avoir commencé : il n’est pas repris.',
    en: 'The event ends before it starts, so it was not taken over.'
  },
  'out-of-range': {
    fr: 'L’événement tombe hors des années lisibles : il n’est pas repris.',
    en: 'The event falls outside the years that can be read, so it was not taken over.'
  },
  'cut-short': {
    fr: 'L’événement est coupé par la fin du fichier : il n’est pas repris. Téléchargez de nouveau le fichier.',
    en: 'The event is cut off by the end of the file, so it was not taken over. Download the file again.'
  },
  'not-an-event': {
    fr: 'L’élément {{component}} n’occupe pas l’agenda : il n’est pas repris.',
    en: 'A {{component}} item does not take up time in an agenda, so it was not taken over.'
  },
  'no-busy-time': {
    fr: 'Cette réponse de disponibilité n’annonce aucun moment occupé.',
    en: 'This free/busy answer names no busy time.'
  },
  duplicate: {
    fr: 'Le même événement figure déjà à la ligne {{other}}.',
    en: 'The same event already stands at line {{other}}.'
  },
  superseded: {
    fr: 'Une version plus récente de cet événement figure à la ligne {{other}}.',
    en: 'A later version of this event stands at line {{other}}.'
  },
  'unreadable-line': {
    fr: 'La ligne n’a pas la forme « NOM:valeur » : elle est laissée de côté.',
    en: 'The line does not have the form “NAME:value”, so it was left aside.'
  },
  'more-unreadable-lines': {
    fr: '{{count}} autres lignes illisibles sont laissées de côté.',
    en: '{{count}} more unreadable lines were left aside.'
  },
  'bad-rule': {
    fr: 'La répétition n’est pas lisible ({{reason}}) : seules les dates lisibles sont reprises.',
    en: 'The repetition cannot be read ({{reason}}), so only the dates that can be read were taken over.'
  },
  'bad-date': {
    fr: 'La date « {{value}} » ({{name}}) n’est pas lisible : elle est laissée de côté.',
    en: 'The date “{{value}}” ({{name}}) cannot be read, so it was left aside.'
  },
  'no-date': {
    fr: 'La ligne {{name}} ne contient pas de date : elle est laissée de côté.',
    en: 'The {{name}} line holds no date, so it was left aside.'
  },
  'exclusion-rule': {
    fr: 'Les exclusions répétées (EXRULE), abandonnées par la norme, ne sont pas lues : ces dates restent occupées.',
    en: 'Repeated exclusions (EXRULE), dropped from the standard, are not read: those dates stay busy.'
  },
  'too-many-occurrences': {
    fr: 'L’événement se répète plus de {{limit}} fois sur la période : il n’occupe pas l’agenda.',
    en: 'The event repeats more than {{limit}} times in the period, so it does not take up time in the agenda.'
  },
  'too-long-to-expand': {
    fr: 'Le calendrier demande trop de calcul : cette répétition n’occupe pas l’agenda.',
    en: 'The calendar takes too long to work out, so this repetition does not take up time in the agenda.'
  },
  'no-uid': {
    fr: 'L’événement n’a pas d’identifiant (UID) : il en reçoit un, tiré de son contenu.',
    en: 'The event has no identifier (UID), so one was made from its content.'
  },
  'unknown-zone': {
    fr: 'Le fuseau « {{value}} » est inconnu et n’est pas défini dans le fichier : les heures sont lues à {{zone}}. Vérifiez-les.',
    en: 'The time zone “{{value}}” is unknown and the file does not define it, so times were read as {{zone}}. Check them.'
  },
  'zero-bytes': { fr: 'Le fichier contenait des caractères nuls : ils sont retirés.', en: 'The file held null characters, which were removed.' },
  'not-utf-8': {
    fr: 'Certaines lignes ne sont pas en UTF-8 : elles sont lues comme du Latin-1 (Windows-1252).',
    en: 'Some lines are not UTF-8, so they were read as Latin-1 (Windows-1252).'
  },
  unclosed: {
    fr: 'La fin de l’événement (END) manque : il est lu jusqu’à l’élément suivant.',
    en: 'The event’s END is missing, so it was read up to the next item.'
  },
  'calendar-cut-short': {
    fr: 'La fin du calendrier (END:VCALENDAR) manque : des événements manquent peut-être.',
    en: 'The calendar’s end (END:VCALENDAR) is missing: events may be missing too.'
  },
  misplaced: {
    fr: 'L’événement n’est pas directement dans un calendrier (VCALENDAR) : il est lu quand même.',
    en: 'The event is not directly inside a calendar (VCALENDAR); it was read all the same.'
  }
} as const satisfies Record<string, Sentence>

export type Code = keyof typeof sentences

/** The sentence of a code in both languages, its values filled in. Long values are shortened. */
export function say(code: Code, values: Readonly<Record<string, string | number | Sentence>> = {}): Sentence {
  return fillSentence(sentences[code], values)
}

/** A sentence with its `{{values}}` filled in, each in the sentence's own language. */
export function fillSentence(sentence: Sentence, values: Readonly<Record<string, string | number | Sentence>>): Sentence {
  const fill = (language: 'fr' | 'en') =>
    sentence[language].replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = values[name] ?? ''
      return typeof value === 'object' ? value[language] : shorten(String(value))
    })
  return { fr: fill('fr'), en: fill('en') }
}

/** Values come from the file, so they may be a megabyte of anything. */
function shorten(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is to be removed
  const plain = text.slice(0, 200).replace(/[\u0000-\u001f\u007f]+/g, ' ')
  return plain.length > 80 ? `${plain.slice(0, 79).toWellFormed()}…` : plain
}
