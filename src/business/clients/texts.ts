/** Sentences of the clients room. */
export const clientTexts = {
  fr: {
    problem: {
      'sensitive-refused': {
        title: 'Cette donnée est sensible et ne peut pas être conservée ici',
        detail: 'Rien n’a été enregistré. Les champs sensibles (santé, convictions…) sont réservés aux réseaux de santé.'
      },
      'deleted-card': { title: 'Cette fiche est supprimée', detail: 'Rien n’a été modifié. Rétablissez-la d’abord.' },
      'merged-card': { title: 'Cette fiche a été fusionnée avec une autre', detail: 'Rien n’a été modifié. Ouvrez la fiche conservée, ou annulez la fusion.' },
      'upcoming-appointments': {
        title: 'Cette fiche a des rendez-vous à venir',
        detail_one: 'Rien n’a été supprimé. {{count}} rendez-vous est à venir ; annulez-le, ou confirmez la suppression de la fiche.',
        detail_other: 'Rien n’a été supprimé. {{count}} rendez-vous sont à venir ; annulez-les, ou confirmez la suppression de la fiche.'
      },
      'merge-itself': { title: 'Une fiche ne peut pas être fusionnée avec elle-même', detail: 'Rien n’a été modifié. Choisissez des fiches différentes.' },
      'merge-not-undoable': { title: 'Cette fusion ne peut plus être annulée', detail: 'Rien n’a été modifié. Plus d’un jour a passé, ou la fiche a changé depuis.' },
      'too-many-fields': { title: 'Vous avez déjà {{count}} champs', detail: 'Rien n’a été enregistré. Archivez un champ qui ne sert plus, puis recommencez.' },
      'unreadable-file': { title: 'Ce fichier n’a pas pu être lu', detail: 'Rien n’a été importé. Enregistrez-le au format CSV, puis recommencez.' },
      'bad-mapping': { title: 'Les colonnes sont à revoir', detail: 'Rien n’a été importé. Corrigez la correspondance des colonnes, puis recommencez.' },
      'import-under-way': { title: 'Cet import est déjà en cours ou terminé', detail: 'Rien de plus n’a été fait. Rechargez la page pour voir où il en est.' },
      'not-checked': { title: 'Ce fichier n’a pas encore été vérifié', detail: 'Rien n’a été importé. Vérifiez les colonnes d’abord.' }
    },
    field: {
      'name-or-contact': 'Indiquez au moins un nom, un téléphone ou un e-mail.',
      'not-phone': 'Ce n’est pas un numéro de téléphone. Exemple : 06 12 34 56 78.',
      'not-email': 'Ce n’est pas une adresse e-mail. Exemple : marie@exemple.fr.',
      'too-long': 'C’est trop long.',
      required: 'Ce champ est obligatoire.',
      'unknown-field': 'Ce champ n’existe pas ou n’existe plus.',
      'not-text': 'Un texte est attendu.',
      'not-number': 'Un nombre est attendu.',
      'not-date': 'Une date est attendue. Exemple : 31/12/1980.',
      'not-choice': 'Choisissez une des valeurs proposées.',
      'not-yes-or-no': 'Répondez par oui ou non.',
      'sensitive-refused': 'Donnée sensible : réservée aux réseaux de santé.',
      'not-channel': 'Moyen de contact inconnu. Exemples : e-mail, SMS, téléphone.',
      'repeated-line': 'Même client qu’à la ligne {{line}}.',
      'two-choices': 'Indiquez au moins deux choix, tous différents.',
      'label-taken': 'Un autre champ porte déjà ce nom.',
      'merge-itself': 'Choisissez des fiches différentes.',
      cursor: 'Ce n’est pas une suite de liste. Reprenez au début.',
      'column-count': 'Indiquez ce qu’est chaque colonne, dans l’ordre du fichier.',
      'column-twice': 'Deux colonnes ne peuvent pas alimenter le même champ.',
      'unknown-column': 'Une colonne vise un champ qui n’existe pas.',
      'no-name-column': 'Une colonne au moins doit donner un nom, un téléphone ou un e-mail.'
    },
    file: {
      'not-text': 'Ce n’est pas un fichier CSV. Depuis un tableur : Fichier, Enregistrer sous, CSV.',
      empty: 'Ce fichier ne contient aucune ligne de client.',
      'not-base64': 'Le fichier doit être encodé en base64.',
      'broken-quotes': 'Un guillemet ouvert n’est jamais refermé, ou une ligne est démesurée.',
      'too-wide': 'Ce fichier a plus de 200 colonnes.',
      line: 'Ligne',
      reason: 'Motif du refus'
    },
    free_text: {
      reminder: 'Texte libre : n’y notez ni santé, ni opinions, ni religion, ni rien que le client ne pourrait lire. Il peut en demander copie.',
      reminder_health: 'Texte libre : n’y notez que ce qui sert au soin, rien que le client ne pourrait lire. Il peut en demander copie.',
      label: 'L’intitulé « {{word}} » semble demander une donnée sensible ({{category}}). Cochez « sensible » si c’est le cas.',
      warning: 'Ce texte semble contenir une donnée sensible ({{category}} : « {{word}} »). Il est enregistré ; retirez-la si elle n’est pas indispensable.',
      category: {
        health: 'santé',
        religion: 'religion',
        politics: 'opinion politique',
        union: 'appartenance syndicale',
        origin: 'origine',
        'sex-life': 'vie sexuelle',
        biometrics: 'donnée biométrique ou génétique',
        offence: 'infraction ou condamnation'
      }
    },
    column: {
      first_name: 'Prénom',
      last_name: 'Nom',
      full_name: 'Nom complet',
      email: 'E-mail',
      phone: 'Téléphone',
      language: 'Langue',
      preferred_channel: 'Moyen de contact préféré',
      note: 'Note',
      created_at: 'Fiche créée le'
    },
    export_name: 'clients',
    refused_name: 'lignes-refusees',
    colon: ' : ',
    yes: 'oui',
    no: 'non'
  },
  en: {
    problem: {
      'sensitive-refused': {
        title: 'This is sensitive data and cannot be kept here',
        detail: 'Nothing was saved. Sensitive fields (health, beliefs…) are for health networks only.'
      },
      'deleted-card': { title: 'This card is deleted', detail: 'Nothing was changed. Restore it first.' },
      'merged-card': { title: 'This card was merged into another', detail: 'Nothing was changed. Open the card that was kept, or undo the merge.' },
      'upcoming-appointments': {
        title: 'This card has appointments to come',
        detail_one: 'Nothing was deleted. {{count}} appointment is to come; cancel it, or confirm that the card goes.',
        detail_other: 'Nothing was deleted. {{count}} appointments are to come; cancel them, or confirm that the card goes.'
      },
      'merge-itself': { title: 'A card cannot be merged with itself', detail: 'Nothing was changed. Choose different cards.' },
      'merge-not-undoable': { title: 'This merge can no longer be undone', detail: 'Nothing was changed. More than a day has passed, or the card has changed since.' },
      'too-many-fields': { title: 'You have {{count}} fields already', detail: 'Nothing was saved. Archive a field that is no longer used, then try again.' },
      'unreadable-file': { title: 'This file could not be read', detail: 'Nothing was imported. Save it as CSV, then try again.' },
      'bad-mapping': { title: 'The columns need another look', detail: 'Nothing was imported. Correct what each column is, then try again.' },
      'import-under-way': { title: 'This import is under way or done', detail: 'Nothing more was done. Reload the page to see how it stands.' },
      'not-checked': { title: 'This file has not been checked yet', detail: 'Nothing was imported. Check the columns first.' }
    },
    field: {
      'name-or-contact': 'Give at least a name, a phone number or an e-mail address.',
      'not-phone': 'This is not a phone number. Example: 06 12 34 56 78.',
      'not-email': 'This is not an e-mail address. Example: marie@example.com.',
      'too-long': 'This is too long.',
      required: 'This field is required.',
      'unknown-field': 'This field does not exist, or no longer does.',
      'not-text': 'Text is expected.',
      'not-number': 'A number is expected.',
      'not-date': 'A date is expected. Example: 31/12/1980.',
      'not-choice': 'Choose one of the values offered.',
      'not-yes-or-no': 'Answer yes or no.',
      'sensitive-refused': 'Sensitive data: for health networks only.',
      'not-channel': 'Unknown way of contact. Examples: e-mail, SMS, phone.',
      'repeated-line': 'Same client as on line {{line}}.',
      'two-choices': 'Give at least two choices, all different.',
      'label-taken': 'Another field has this name already.',
      'merge-itself': 'Choose different cards.',
      cursor: 'This does not continue a list. Start from the beginning.',
      'column-count': 'Say what each column is, in the order of the file.',
      'column-twice': 'Two columns cannot fill the same field.',
      'unknown-column': 'A column points to a field that does not exist.',
      'no-name-column': 'At least one column must give a name, a phone number or an e-mail address.'
    },
    file: {
      'not-text': 'This is not a CSV file. In a spreadsheet: File, Save as, CSV.',
      empty: 'This file has no line with a client.',
      'not-base64': 'The file must be encoded in base64.',
      'broken-quotes': 'A quotation mark is never closed, or a line is enormous.',
      'too-wide': 'This file has more than 200 columns.',
      line: 'Line',
      reason: 'Why it was refused'
    },
    free_text: {
      reminder: 'Free text: no health, no opinions, no religion, nothing that the client could not read. They may ask for a copy.',
      reminder_health: 'Free text: only what care needs, nothing that the client could not read. They may ask for a copy.',
      label: 'The label “{{word}}” seems to ask for sensitive data ({{category}}). Tick “sensitive” if so.',
      warning: 'This text seems to hold sensitive data ({{category}}: “{{word}}”). It is saved; take it out unless you cannot do without it.',
      category: {
        health: 'health',
        religion: 'religion',
        politics: 'political opinion',
        union: 'union membership',
        origin: 'origin',
        'sex-life': 'sex life',
        biometrics: 'biometric or genetic data',
        offence: 'offence or conviction'
      }
    },
    column: {
      first_name: 'First name',
      last_name: 'Last name',
      full_name: 'Full name',
      email: 'E-mail',
      phone: 'Phone',
      language: 'Language',
      preferred_channel: 'Preferred contact',
      note: 'Note',
      created_at: 'Card made on'
    },
    export_name: 'clients',
    refused_name: 'refused-lines',
    colon: ': ',
    yes: 'yes',
    no: 'no'
  }
}
