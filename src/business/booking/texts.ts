/** Sentences of the booking room's refusals. */
export const bookingTexts = {
  fr: {
    problem: {
      'too-soon': { title: 'Ce créneau est trop proche', detail: '{{name}} demande au moins {{hours}} h de délai. Choisissez un créneau plus tard.' },
      'too-far': { title: 'Ce créneau est trop lointain', detail: '{{name}} ouvre ses réservations {{days}} jours à l’avance. Choisissez une date plus proche.' },
      'too-many': { title: 'Vous avez déjà {{count}} rendez-vous à venir', detail: '{{name}} n’en accepte pas davantage à la fois. Annulez-en un, ou appelez l’établissement.' },
      'too-close': { title: 'Ce rendez-vous est trop proche d’un autre', detail: '{{name}} demande {{gap}} jours entre deux rendez-vous. Choisissez une autre date.' },
      closed: { title: 'L’établissement est fermé à cet horaire', detail: '{{name}} ne reçoit pas à ce moment-là. Choisissez un horaire proposé.' },
      'too-late': { title: 'Il est trop tard pour modifier ce rendez-vous en ligne', detail: 'C’est possible jusqu’à {{change_hours}} h avant. Appelez {{name}}.' },
      'hold-expired': { title: 'Le créneau n’est plus gardé', detail: 'Votre saisie est conservée. Choisissez de nouveau un horaire.' },
      'link-unknown': { title: 'Ce lien ne mène à aucun rendez-vous', detail: 'Vérifiez l’adresse reçue, ou appelez l’établissement.' },
      'contact-needed': { title: 'Il manque un moyen de vous joindre', detail: 'Indiquez une adresse e-mail ou un numéro de téléphone.' },
      'waiting-many': { title: 'Vous êtes déjà {{count}} fois sur la liste d’attente', detail: '{{name}} n’en accepte pas davantage. Retirez une de vos demandes, ou appelez l’établissement.' },
      'not-waiting': { title: 'Cette personne n’attend plus', detail: 'Sa demande est close : elle a réservé, s’est retirée, ou ses dates sont passées.' }
    },
    field: {
      'waiting-days': 'La dernière date doit suivre la première, à trois mois au plus.',
      'waiting-far': 'Cette date est trop lointaine pour cet établissement.',
      'contact-needed': 'Indiquez une adresse e-mail ou un numéro de téléphone.', 'hold-or-time': 'Indiquez un créneau gardé, ou des prestations et un horaire.'
    }
  },
  en: {
    problem: {
      'too-soon': { title: 'This time is too close', detail: '{{name}} asks for at least {{hours}} h of notice. Choose a later time.' },
      'too-far': { title: 'This time is too far ahead', detail: '{{name}} takes bookings {{days}} days ahead. Choose an earlier date.' },
      'too-many': { title: 'You already have {{count}} appointments to come', detail: '{{name}} takes no more at a time. Cancel one, or call them.' },
      'too-close': { title: 'This is too close to another appointment', detail: '{{name}} asks for {{gap}} days between two appointments. Choose another date.' },
      closed: { title: 'Closed at this time', detail: '{{name}} does not receive anybody then. Choose a time that is offered.' },
      'too-late': { title: 'It is too late to change this appointment online', detail: 'This is possible until {{change_hours}} h before. Call {{name}}.' },
      'hold-expired': { title: 'This time is no longer held', detail: 'What you typed is kept. Choose a time again.' },
      'link-unknown': { title: 'This link leads to no appointment', detail: 'Check the address you received, or call them.' },
      'contact-needed': { title: 'A way to reach you is missing', detail: 'Give an e-mail address or a phone number.' },
      'waiting-many': { title: 'You are on the waiting list {{count}} times already', detail: '{{name}} takes no more. Leave the list for one of them, or call.' },
      'not-waiting': { title: 'This person no longer waits', detail: 'The entry is closed: they booked, left the list, or their days are past.' }
    },
    field: {
      'waiting-days': 'The last day must follow the first, by three months at most.',
      'waiting-far': 'This day is too far ahead for this place.',
      'contact-needed': 'Give an e-mail address or a phone number.', 'hold-or-time': 'Give a held slot, or services and a time.'
    }
  }
}
