/** Sentences of the notices room. */
export const noticeTexts = {
  fr: { page: { title: 'Vos données personnelles', current: 'Texte en vigueur, version {{version}}.', version: 'Version {{version}}, publiée le {{day}}.' } },
  en: { page: { title: 'Your personal data', current: 'Text in force, version {{version}}.', version: 'Version {{version}}, published on {{day}}.' } }
}
