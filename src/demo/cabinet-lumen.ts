import { colours, hm } from './script.ts'
import type { ScriptedNetwork } from './script.ts'

const { orange, sky, green, blue } = colours

/** A second, small customer: signed in here, nothing of Maison Orsel can be seen. */
export const cabinetLumen: ScriptedNetwork = {
  slug: 'cabinet-lumen',
  name: 'Cabinet Lumen',
  brand: 'Lumen Ostéopathie',
  siren: '00073951',
  sector: 'wellness',
  colour: '#23395b',
  fields: [{ key: 'heard', label: 'Qui vous adresse à nous ?', kind: 'choice', choices: ['Un proche', 'Un confrère', 'Annuaire', 'Moteur de recherche'], online: true }],
  notes: {
    clients: ['Préfère les rendez-vous du matin.', 'Rappeler la veille par téléphone.', 'Vient en transports : horaires souples.'],
    appointments: ['Première consultation.', 'A déplacé une fois.', 'Arrivera peut-être avec cinq minutes de retard.']
  },
  establishments: [
    {
      key: 'chambery',
      slug: 'chambery',
      number: '0001',
      name: 'Cabinet Lumen Chambéry',
      activity: 'Ostéopathe',
      description: 'Deux ostéopathes, rue de Boigne, au premier étage avec ascenseur.',
      street: '21 rue de Boigne',
      postcode: '73000',
      commune_code: '73065',
      commune_name: 'Chambéry',
      department_code: '73',
      phone: '+33465710734',
      email: 'bonjour@cabinet-lumen.example',
      website: 'https://cabinet-lumen.example',
      colour: '#23395b',
      hours: { 1: [[hm(8, 30), hm(19)]], 2: [[hm(8, 30), hm(19)]], 3: [[hm(8, 30), hm(19)]], 4: [[hm(8, 30), hm(19)]], 5: [[hm(8, 30), hm(18)]], 6: [[hm(9), hm(13)]] },
      rules: { min_notice_minutes: 240 },
      walk_ins: 0,
      women: 0.56,
      clients: 110,
      gap_days: 14,
      agendas: [
        { key: 'aurore', name: 'Aurore Tessier', colour: blue, account: 'aurore.tessier@demo.reserve.example', days_off: [3], lunch: [hm(12, 30), hm(14)], holidays: ['early-august'], pace: 0.6 },
        { key: 'bilal', name: 'Bilal Cherif', colour: orange, days_off: [1, 6], lunch: [hm(12), hm(13, 30)], holidays: ['late-august'], pace: 0.5 }
      ],
      services: [
        { key: 'adulte', name: 'Consultation adulte', category: 'Consultations', minutes: 45, buffer_after: 15, price: 6500, colour: blue, agendas: ['aurore', 'bilal'], share: 7 },
        { key: 'enfant', name: 'Consultation enfant', category: 'Consultations', minutes: 45, buffer_after: 15, price: 5500, colour: green, agendas: ['aurore', 'bilal'], share: 2 },
        { key: 'premiere', name: 'Première consultation', category: 'Consultations', minutes: 60, buffer_after: 15, price: 7000, colour: sky, agendas: ['aurore', 'bilal'], share: 2 }
      ]
    }
  ]
}
