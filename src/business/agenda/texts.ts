/** Sentences of the agenda room. */
export const agendaTexts = {
  fr: {
    problem: {
      'slot-taken': { title: 'Cet horaire vient d’être pris', detail: 'Rien n’a été enregistré. Choisissez un autre horaire ; les plus proches vous sont proposés.' },
      'unknown-agenda': { title: 'Cet agenda n’existe pas', detail: 'Rien n’a été enregistré. Rechargez la page et choisissez un agenda de la liste.' },
      'unknown-service': { title: 'Cette prestation n’existe pas dans cet établissement', detail: 'Rien n’a été enregistré. Rechargez la page et choisissez une prestation de la liste.' },
      'not-live': { title: 'Ce rendez-vous est annulé ou supprimé', detail: 'Rien n’a été modifié. Rétablissez-le d’abord.' },
      'ends-before-start': { title: 'La fin précède le début', detail: 'Rien n’a été enregistré. Choisissez une fin après le début.' },
      'bad-recurrence': { title: 'Cette répétition n’est pas possible', detail: '{{reason}} Rien n’a été enregistré.' },
      'calendar-unreadable': { title: 'Ce calendrier n’a pas pu être lu', detail: '{{reason}} Rien n’a été modifié.' }
    },
    field: {
      'ends-before-start': 'La fin doit suivre le début.',
      'two-months': 'La période ne peut pas dépasser deux mois.',
      'client-or-period': 'Indiquez un client, ou un début et une fin.'
    },
    once: 'Une seule fois'
  },
  en: {
    problem: {
      'slot-taken': { title: 'This time has just been taken', detail: 'Nothing was saved. Choose another time; the nearest are offered.' },
      'unknown-agenda': { title: 'This agenda does not exist', detail: 'Nothing was saved. Reload the page and choose an agenda from the list.' },
      'unknown-service': { title: 'This service does not exist in this establishment', detail: 'Nothing was saved. Reload the page and choose a service from the list.' },
      'not-live': { title: 'This appointment is cancelled or deleted', detail: 'Nothing was changed. Restore it first.' },
      'ends-before-start': { title: 'It ends before it starts', detail: 'Nothing was saved. Choose an end after the start.' },
      'bad-recurrence': { title: 'This repetition is not possible', detail: '{{reason}} Nothing was saved.' },
      'calendar-unreadable': { title: 'This calendar could not be read', detail: '{{reason}} Nothing was changed.' }
    },
    field: {
      'ends-before-start': 'The end must come after the start.',
      'two-months': 'The period may not exceed two months.',
      'client-or-period': 'Name a client, or a start and an end.'
    },
    once: 'Once'
  }
}
