/**
 * Words that announce what may not be noted without a good reason: special categories of personal
 * data (GDPR art. 9) and offences (art. 10). A short list on purpose. It warns whoever writes, it
 * never blocks, and what it does not know it does not see; so only words that rarely mean anything
 * else in a salon, a garage or a studio stand here ("foie", not "foi"; no colour, no "operation").
 */
export type SpecialCategory = 'health' | 'religion' | 'politics' | 'union' | 'origin' | 'sex-life' | 'biometrics' | 'offence'

/** In French and English, without accents; `*` stands for any ending. */
const announced: Record<SpecialCategory, string> = {
  health: `allerg* anorexi* anxiet* anxieux arthros* arthrit* asthm* autis* avc bipolair* bipolar boulimi* bulimi* burnout cancer*
    cardiaque chimio* chemotherap* cirrhos* coeliaque coeliac crohn dement* depressi* depressed diabet* dialys* dyslexi* eczema*
    enceinte epilep* fibromyalgi* grossesse pregnan* handicap* disabled disabilit* hepatit* hiv vih hypertension infarct* insulin*
    leucemi* leukaemi* leukemi* lymphom* maladie* malade* illness* disease* medicament* medication* migrain* neuropath*
    obes* ordonnance* pacemaker parkinson* alzheimer* pathologi* psoriasis psychiatr* psychotherap* schizophren* sclerose sclerosis
    seropositi* sida aids suicid* thyroid* thrombos* tumeur* tumour* tumor* antidepress* anticoagulant* alcooli* alcoholi* toxicoman* therapie*`,
  religion: `bouddhis* buddhis* catholi* chretien* christian* protestant* evangeli* orthodoxe* musulman* muslim* islam* juif juive juifs
    juives jewish judai* hindou* hindu* sikh* athee* atheis* halal casher kosher ramadan mosquee mosque synagogue temoin-de-jehovah
    jehovah voile-islamique hijab`,
  politics: `politique* communis* socialis* fasciste* militant* gauchiste* extreme-droite extreme-gauche far-right far-left
    royaliste* anarchis* melenchon* lepen zemmour* macroniste* lfi`,
  union: `syndicat* syndique* syndicalis* unionis* cgt cfdt cftc unsa trade-union union-member delegue-syndical`,
  origin: `ethni* raciale racial arabe arabes maghrebin* tzigane* rom roms gitan* gypsy immigre* immigrant* sans-papiers
    refugie* refugee* metisse* africaine africain asiatique`,
  'sex-life': `homosexu* heterosexu* bisexu* lesbien* lesbian* gay gays transgenre* transgender* transsexu* lgbt* vie-sexuelle
    orientation-sexuelle sexuality sexualite`,
  biometrics: `biometri* empreinte-digitale empreintes-digitales fingerprint* genetiqu* genetic* adn dna`,
  offence: `casier-judiciaire condamne condamnee condamnation* prison* incarcer* garde-a-vue delinquan* criminal-record convicted
    convict jailed detenu* bracelet-electronique`
}

const patterns = Object.entries(announced).map(([category, list]) => {
  const alternatives = list.split(/\s+/).map((word) => word.replaceAll('-', ' ').replace('*', '[a-z]*'))
  return { category: category as SpecialCategory, pattern: new RegExp(`(?<![a-z0-9])(?:${alternatives.join('|')})(?![a-z0-9])`) }
})

/** Plain letters, one for one with what was written, so that a match can be quoted as it stands there. */
function plainLetters(text: string): string {
  return [...text]
    .map((letter) => {
      const plain = letter.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
      return plain.length === letter.length ? plain : ' '.repeat(letter.length)
    })
    .join('')
    .replaceAll(/[^a-z0-9]/g, ' ')
}

export type Announced = {
  category: SpecialCategory
  /** As it was written. */
  word: string
}

/**
 * What a free text seems to hold of the special categories: the first word of each.
 * @param allowed categories that may be kept here, such as health in a health network
 */
export function scanFreeText(text: string, allowed: ReadonlySet<SpecialCategory> = new Set()): Announced[] {
  const written = text.normalize('NFC').replaceAll('œ', 'oe').replaceAll('Œ', 'Oe')
  const plain = plainLetters(written)
  return patterns.flatMap(({ category, pattern }) => {
    const match = allowed.has(category) ? null : pattern.exec(plain)
    return match === null ? [] : [{ category, word: written.slice(match.index, match.index + match[0].length) }]
  })
}
