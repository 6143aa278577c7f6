/** Sentences of the networks room. */
export const networkTexts = {
  fr: {
    problem: {
      'address-taken': { title: 'Cette adresse est déjà prise', detail: 'Rien n’a été enregistré. Choisissez une autre adresse que « {{slug}} ».' },
      'siret-of-another': { title: 'Des établissements dépendent d’un autre SIREN', detail: 'Rien n’a été enregistré. Corrigez d’abord le SIRET de : {{establishments}}.' },
      'not-online': { title: 'Cet établissement n’est pas en ligne', detail: 'Rien n’a été modifié. Ouvrez d’abord la réservation en ligne, puis inscrivez-le à l’annuaire.' },
      archived: { title: 'Cet élément est archivé', detail: 'Rien n’a été modifié. Rétablissez-le d’abord.' },
      'agenda-awaited': { title: 'Des clients sont encore attendus sur cet agenda', detail: 'Rien n’a été archivé. Rendez-vous à venir : {{count}}. Déplacez-les ou annulez-les, puis recommencez.' },
      'establishment-awaited': { title: 'Des clients sont encore attendus dans cet établissement', detail: 'Rien n’a été archivé. Rendez-vous à venir : {{count}}. Déplacez-les ou annulez-les, puis recommencez.' }
    },
    field: {
      address: 'Des lettres sans accent, des chiffres et des tirets, comme « salon-lumiere ».',
      'reserved-address': 'Cette adresse est réservée au service. Choisissez-en une autre.',
      'address-taken': 'Cette adresse est déjà prise.',
      siren: 'Ce SIREN n’est pas valable : neuf chiffres, dont le dernier est une clé de contrôle.',
      'siren-of-another': 'Des établissements portent un SIRET d’un autre SIREN.',
      siret: 'Ce SIRET n’est pas valable : quatorze chiffres, dont le dernier est une clé de contrôle.',
      'siret-siren': 'Ce SIRET ne commence pas par le SIREN du réseau.',
      commune: 'Choisissez la commune dans la liste proposée.',
      phone: 'Ce numéro de téléphone n’existe pas. Exemples : 04 78 00 00 00, +32 2 555 12 12.',
      'time-zone': 'Ce fuseau horaire n’existe pas. Exemple : Europe/Paris.',
      'range-order': 'La fermeture doit suivre l’ouverture, de 24 heures au plus.',
      'range-overlap': 'Cette plage en recouvre une autre.',
      'days-order': 'Le dernier jour précède le premier.',
      'days-count': 'Une période ne peut pas dépasser un an.',
      'services-elsewhere': 'Une de ces prestations n’est pas de cet établissement.',
      'agendas-elsewhere': 'Un de ces agendas n’est pas de cet établissement.',
      member: 'Cette personne n’est pas membre du réseau.',
      cursor: 'Cette page de résultats n’existe pas. Reprenez la recherche depuis le début.'
    },
    directory: {
      home: {
        title: 'Prendre rendez-vous près de chez vous',
        lead: 'Choisissez une prestation, une personne, une heure : c’est réservé. Vos données restent chez le professionnel que vous avez choisi.',
        activities: 'Ce qui se réserve ici',
        none: 'Aucun établissement n’est encore inscrit à l’annuaire.',
        staff_title: 'Vous recevez sur rendez-vous ?',
        staff: 'Agenda, réservation en ligne et promesses de confidentialité tenues et prouvées, pour un établissement ou tout un réseau.',
        staff_link: 'Ouvrir l’espace professionnel'
      },
      title: 'Annuaire',
      description: 'Trouvez un établissement par activité, nom ou lieu, et prenez rendez-vous en ligne.',
      form: {
        activity: 'Activité',
        any_activity: 'Toutes les activités',
        name: 'Nom',
        name_hint: 'Facultatif',
        place: 'Ville, code postal ou département',
        department: 'Département',
        any_department: 'Tous les départements',
        search: 'Rechercher',
        filters: 'Votre recherche'
      },
      heading: {
        all: 'Tous les établissements',
        activity: '{{activity}}',
        place: '{{what}} : {{where}}'
      },
      count_zero: 'Aucun établissement',
      count_one: '{{count}} établissement',
      count_other: '{{count}} établissements',
      many_places: 'Plusieurs communes portent ce nom : {{departments}}.',
      approximate: 'Rien ne s’appelle exactement « {{name}} ». Voici ce qui s’en approche.',
      next: 'Établissements suivants',
      first: 'Revenir au début de la liste',
      book: 'Réserver',
      empty: {
        title: 'Aucun établissement ne correspond',
        unknown_place: 'Nous ne connaissons pas de lieu nommé « {{place}} ». Vérifiez l’orthographe, ou essayez le code postal.',
        suggestions: 'Vous pouvez élargir votre recherche :',
        without_name: 'sans le nom « {{name}} » : {{establishments}}',
        without_activity: 'toutes les activités : {{establishments}}',
        in_department: 'dans tout le département {{department}} : {{establishments}}',
        without_place: 'partout : {{establishments}}',
        all: 'voir tout l’annuaire'
      }
    }
  },
  en: {
    problem: {
      'address-taken': { title: 'This address is taken', detail: 'Nothing was saved. Choose another address than “{{slug}}”.' },
      'siret-of-another': { title: 'Some establishments belong to another SIREN', detail: 'Nothing was saved. First correct the SIRET of: {{establishments}}.' },
      'not-online': { title: 'This establishment is not online', detail: 'Nothing was changed. Open online booking first, then list it in the directory.' },
      archived: { title: 'This is archived', detail: 'Nothing was changed. Restore it first.' },
      'agenda-awaited': { title: 'Clients are still expected on this agenda', detail: 'Nothing was archived. Appointments to come: {{count}}. Move or cancel them, then try again.' },
      'establishment-awaited': { title: 'Clients are still expected at this establishment', detail: 'Nothing was archived. Appointments to come: {{count}}. Move or cancel them, then try again.' }
    },
    field: {
      address: 'Letters without accents, digits and hyphens, such as “salon-lumiere”.',
      'reserved-address': 'This address is kept for the service. Choose another.',
      'address-taken': 'This address is taken.',
      siren: 'This SIREN is not valid: nine digits, the last of which is a check digit.',
      'siren-of-another': 'Some establishments have a SIRET of another SIREN.',
      siret: 'This SIRET is not valid: fourteen digits, the last of which is a check digit.',
      'siret-siren': 'This SIRET does not begin with the network’s SIREN.',
      commune: 'Choose the commune from the list.',
      phone: 'This telephone number does not exist. Examples: 04 78 00 00 00, +32 2 555 12 12.',
      'time-zone': 'This time zone does not exist. Example: Europe/Paris.',
      'range-order': 'Closing must come after opening, by 24 hours at most.',
      'range-overlap': 'These hours overlap others.',
      'days-order': 'The last day comes before the first.',
      'days-count': 'A period may not exceed one year.',
      'services-elsewhere': 'One of these services is not of this establishment.',
      'agendas-elsewhere': 'One of these agendas is not of this establishment.',
      member: 'This person is not a member of the network.',
      cursor: 'This page of results does not exist. Start the search again.'
    },
    directory: {
      home: {
        title: 'Book an appointment near you',
        lead: 'Choose a service, a person, a time: it is booked. Your data stays with the professional you chose.',
        activities: 'What can be booked here',
        none: 'No establishment is listed yet.',
        staff_title: 'Do you work by appointment?',
        staff: 'A diary, online booking and privacy promises that are kept and proved, for one establishment or a whole network.',
        staff_link: 'Open the professional area'
      },
      title: 'Directory',
      description: 'Find an establishment by activity, name or place, and book online.',
      form: {
        activity: 'Activity',
        any_activity: 'All activities',
        name: 'Name',
        name_hint: 'Optional',
        place: 'Town, postcode or department',
        department: 'Department',
        any_department: 'All departments',
        search: 'Search',
        filters: 'Your search'
      },
      heading: {
        all: 'All establishments',
        activity: '{{activity}}',
        place: '{{what}}: {{where}}'
      },
      count_zero: 'No establishment',
      count_one: '{{count}} establishment',
      count_other: '{{count}} establishments',
      many_places: 'Several communes have this name: {{departments}}.',
      approximate: 'Nothing is called exactly “{{name}}”. Here is what comes near.',
      next: 'Further establishments',
      first: 'Back to the beginning of the list',
      book: 'Book',
      empty: {
        title: 'No establishment matches',
        unknown_place: 'We know no place called “{{place}}”. Check the spelling, or try the postcode.',
        suggestions: 'You can widen your search:',
        without_name: 'without the name “{{name}}”: {{establishments}}',
        without_activity: 'all activities: {{establishments}}',
        in_department: 'in the whole department {{department}}: {{establishments}}',
        without_place: 'everywhere: {{establishments}}',
        all: 'see the whole directory'
      }
    }
  }
}
