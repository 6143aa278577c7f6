import { colours, hm } from './script.ts'
import type { ScriptedNetwork } from './script.ts'

const { orange, sky, green, blue, vermilion, purple } = colours

/**
 * Maison Orsel: five places between Lyon and the Alps, invented from end to end. SIREN
 * numbers beginning with 000 are given to nobody; the telephone numbers are those that
 * Arcep keeps for films.
 */
export const maisonOrsel: ScriptedNetwork = {
  slug: 'maison-orsel',
  name: 'Maison Orsel',
  brand: 'Maison Orsel',
  siren: '00041862',
  sector: 'beauty',
  colour: '#1f4d3a',
  fields: [
    {
      key: 'heard',
      label: 'Comment nous avez-vous connus ?',
      kind: 'choice',
      choices: ['Bouche-à-oreille', 'En passant devant la vitrine', 'Moteur de recherche', 'Réseaux sociaux', 'Annuaire', 'Chèque-cadeau'],
      online: true
    },
    { key: 'hair', label: 'Type de cheveux', kind: 'choice', choices: ['Lisses', 'Ondulés', 'Bouclés', 'Frisés', 'Crépus'] },
    { key: 'points', label: 'Points de fidélité', kind: 'number' },
    { key: 'news', label: 'Souhaite recevoir nos nouveautés par e-mail', kind: 'consent', online: true, help: 'Une lettre par saison, pas davantage.' }
  ],
  notes: {
    clients: [
      'Préfère les rendez-vous en fin de journée.',
      'Aime que l’on prenne le temps d’expliquer.',
      'Vient souvent avec sa fille.',
      'Thé plutôt que café.',
      'Préfère le calme pendant le soin.',
      'Appeler plutôt que d’écrire.',
      'Habite à deux pas, peut venir à la dernière minute.',
      'Toujours cinq minutes d’avance.',
      'Fidèle depuis l’ouverture.',
      'Se gare mal dans le quartier : compter dix minutes de battement.'
    ],
    appointments: [
      'Chèque-cadeau, à demander à l’arrivée.',
      'Première visite : faire le tour de la maison.',
      'Arrivera peut-être avec cinq minutes de retard.',
      'Souhaite repartir à l’heure précise.',
      'Veut comparer deux nuances avant de choisir.',
      'Vient pour un mariage samedi.',
      'A déplacé une fois.',
      'Règle avec la carte de fidélité.'
    ]
  },
  establishments: [
    {
      key: 'bellecour',
      slug: 'coiffure-bellecour',
      number: '0001',
      name: 'Orsel Coiffure Bellecour',
      activity: 'hairdresser',
      description: 'Coupes, couleurs et soins, rue Auguste-Comte, à cinq minutes de la place Bellecour. Diagnostic offert avant chaque couleur.',
      street: '48 rue Auguste-Comte',
      postcode: '69002',
      commune_code: '69382',
      commune_name: 'Lyon',
      department_code: '69',
      phone: '+33465710112',
      email: 'bellecour@maison-orsel.example',
      website: 'https://maison-orsel.example/bellecour',
      colour: '#7a3b1d',
      hours: {
        2: [[hm(9), hm(19)]],
        3: [[hm(9), hm(19)]],
        4: [[hm(9), hm(20, 30)]],
        5: [[hm(9), hm(19)]],
        6: [[hm(8, 30), hm(18)]]
      },
      december_sundays: [hm(10), hm(18)],
      rules: { min_notice_minutes: 120, max_ahead_days: 120 },
      walk_ins: 0.05,
      women: 0.78,
      clients: 400,
      gap_days: 12,
      agendas: [
        { key: 'ines', name: 'Inès Marchand', colour: blue, account: 'ines.marchand@demo.reserve.example', days_off: [3], lunch: [hm(13), hm(14)], holidays: ['late-august', 'february'], pace: 0.82 },
        { key: 'thomas', name: 'Thomas Nguyen', colour: orange, days_off: [2], lunch: [hm(12), hm(13)], holidays: ['early-august'], pace: 0.78 },
        { key: 'fatou', name: 'Fatou Diallo', colour: green, days_off: [5], lunch: [hm(13), hm(14)], holidays: ['late-august', 'christmas'], pace: 0.86 },
        { key: 'clara', name: 'Clara Benhamou', colour: purple, lunch: [hm(12), hm(13)], holidays: ['early-august', 'christmas'], pace: 0.66 },
        { key: 'prive', name: 'Salon privé', kind: 'room', colour: sky, pace: 0.34 }
      ],
      services: [
        { key: 'coupe-femme', name: 'Coupe, soin et brushing', category: 'Coupe', description: 'Shampooing, soin express, coupe et brushing.', minutes: 60, price: 5400, colour: blue, agendas: ['ines', 'thomas', 'fatou', 'clara'], share: 10 },
        { key: 'coupe-homme', name: 'Coupe courte', category: 'Coupe', minutes: 30, price: 2900, colour: sky, agendas: ['thomas', 'clara', 'fatou'], share: 6 },
        { key: 'coupe-enfant', name: 'Coupe enfant (moins de 12 ans)', category: 'Coupe', minutes: 30, price: 2200, colour: green, agendas: ['clara', 'thomas'], share: 3 },
        { key: 'brushing', name: 'Brushing', category: 'Coiffage', minutes: 30, price: 3200, colour: sky, agendas: ['ines', 'fatou', 'clara'], share: 5, after: 'soin' },
        { key: 'racines', name: 'Couleur racines', category: 'Couleur', description: 'Sans ammoniaque, pose et rinçage.', minutes: 75, buffer_after: 5, price: 5800, colour: vermilion, agendas: ['ines', 'fatou', 'thomas'], share: 6 },
        { key: 'balayage', name: 'Balayage et patine', category: 'Couleur', minutes: 135, buffer_after: 15, price: 12500, colour: orange, agendas: ['ines', 'fatou'], share: 4 },
        { key: 'soin', name: 'Soin profond', category: 'Soin', minutes: 30, price: 2800, colour: green, agendas: ['ines', 'thomas', 'fatou', 'clara'], share: 2 },
        { key: 'lissage', name: 'Lissage à la kératine', category: 'Soin', minutes: 150, buffer_after: 15, price: 18900, colour: purple, agendas: ['fatou'], share: 1 },
        { key: 'chignon', name: 'Coiffure de cérémonie', category: 'Coiffage', minutes: 75, price: 8500, colour: purple, online: false, agendas: ['ines', 'clara'], share: 1 },
        { key: 'vegetale', name: 'Coloration végétale', category: 'Couleur', description: 'Aux pigments de plantes, dans le salon privé.', minutes: 120, buffer_before: 10, buffer_after: 20, price: 9800, colour: green, agendas: ['prive'], share: 1 }
      ]
    },
    {
      key: 'gratte-ciel',
      slug: 'barbier-gratte-ciel',
      number: '0002',
      name: 'Orsel Barbier Gratte-Ciel',
      activity: 'barber',
      description: 'Coupes, barbes et rasages à l’ancienne, cours Émile-Zola. Avec ou sans rendez-vous.',
      street: '131 cours Émile-Zola',
      postcode: '69100',
      commune_code: '69266',
      commune_name: 'Villeurbanne',
      department_code: '69',
      phone: '+33465710227',
      email: 'gratte-ciel@maison-orsel.example',
      website: 'https://maison-orsel.example/gratte-ciel',
      colour: '#23395b',
      hours: {
        1: [[hm(10), hm(19)]],
        2: [[hm(9, 30), hm(19, 30)]],
        3: [[hm(9, 30), hm(19, 30)]],
        4: [[hm(9, 30), hm(19, 30)]],
        5: [[hm(9, 30), hm(20)]],
        6: [[hm(9), hm(19)]]
      },
      closes_in_august: true,
      rules: { min_notice_minutes: 30, max_ahead_days: 60, change_notice_minutes: 240 },
      walk_ins: 0.3,
      women: 0.02,
      clients: 330,
      gap_days: 12,
      agendas: [
        { key: 'lucas', name: 'Lucas Ferrand', colour: blue, account: 'lucas.ferrand@demo.reserve.example', days_off: [1], lunch: [hm(13), hm(14)], holidays: ['christmas'], pace: 0.68 },
        { key: 'mehdi', name: 'Mehdi Benali', colour: orange, days_off: [3], lunch: [hm(12, 30), hm(13, 30)], holidays: ['early-august'], pace: 0.7 },
        { key: 'antoine', name: 'Antoine Pereira', colour: green, days_off: [4], lunch: [hm(13, 30), hm(14, 30)], holidays: ['late-august'], pace: 0.58 },
        { key: 'fauteuil', name: 'Fauteuil au calme', kind: 'room', colour: purple, days_off: [1, 2], pace: 0.3 }
      ],
      services: [
        { key: 'coupe', name: 'Coupe homme', category: 'Cheveux', minutes: 30, price: 2600, colour: blue, agendas: ['lucas', 'mehdi', 'antoine'], share: 12 },
        { key: 'coupe-barbe', name: 'Coupe et barbe', category: 'Cheveux', minutes: 45, price: 3900, colour: green, agendas: ['lucas', 'mehdi', 'antoine'], share: 8 },
        { key: 'barbe', name: 'Taille de barbe', category: 'Barbe', minutes: 20, buffer_after: 5, price: 1900, colour: orange, agendas: ['lucas', 'mehdi', 'antoine'], share: 6 },
        { key: 'rasage', name: 'Rasage à l’ancienne', category: 'Barbe', description: 'Serviettes chaudes, blaireau et coupe-chou.', minutes: 45, buffer_after: 5, price: 3600, colour: vermilion, agendas: ['lucas', 'fauteuil'], share: 2 },
        { key: 'enfant', name: 'Coupe enfant', category: 'Cheveux', minutes: 30, price: 1900, colour: sky, agendas: ['mehdi', 'antoine'], share: 3 },
        { key: 'visage', name: 'Soin du visage', category: 'Soin', minutes: 30, price: 3200, colour: purple, agendas: ['antoine', 'fauteuil'], share: 1, after: 'barbe' },
        { key: 'etudiant', name: 'Coupe étudiant', category: 'Cheveux', description: 'Du lundi au jeudi, sur présentation de la carte.', minutes: 30, price: 2100, colour: sky, agendas: ['mehdi', 'antoine'], share: 4 }
      ]
    },
    {
      key: 'annecy',
      slug: 'institut-annecy',
      number: '0003',
      name: 'Institut Orsel Annecy',
      activity: 'beautician',
      description: 'Soins du visage, épilations, mains et pieds, à deux rues du lac. Produits fabriqués en Savoie.',
      street: '17 rue Sommeiller',
      postcode: '74000',
      commune_code: '74010',
      commune_name: 'Annecy',
      department_code: '74',
      phone: '+33465710341',
      email: 'annecy@maison-orsel.example',
      website: 'https://maison-orsel.example/annecy',
      colour: '#6d3a5d',
      hours: {
        1: [[hm(13), hm(19)]],
        2: [[hm(9, 30), hm(19)]],
        3: [[hm(9, 30), hm(19)]],
        4: [[hm(9, 30), hm(19)]],
        5: [[hm(9, 30), hm(19, 30)]],
        6: [[hm(9), hm(17, 30)]]
      },
      rules: { min_notice_minutes: 180 },
      walk_ins: 0.03,
      women: 0.94,
      clients: 300,
      gap_days: 10,
      agendas: [
        { key: 'sophie', name: 'Sophie Garnier', colour: purple, days_off: [3], lunch: [hm(12, 30), hm(13, 30)], holidays: ['late-august'], pace: 0.78 },
        { key: 'amina', name: 'Amina Kaddour', colour: green, days_off: [1], lunch: [hm(13, 30), hm(14, 30)], holidays: ['early-august', 'christmas'], pace: 0.8 },
        { key: 'chloe', name: 'Chloé Lefèvre', colour: orange, days_off: [4], lunch: [hm(12, 30), hm(13, 30)], holidays: ['late-august', 'february'], pace: 0.64 },
        { key: 'appareil', name: 'Appareil de modelage', kind: 'device', colour: sky, pace: 0.36 }
      ],
      services: [
        { key: 'eclat', name: 'Soin du visage éclat', category: 'Visage', minutes: 60, buffer_after: 10, price: 6900, colour: purple, agendas: ['sophie', 'amina', 'chloe'], share: 6 },
        { key: 'signature', name: 'Soin signature Orsel', category: 'Visage', description: 'Nettoyage, modelage et masque, puis un thé.', minutes: 90, buffer_after: 15, price: 10500, colour: vermilion, agendas: ['sophie', 'amina'], share: 3 },
        { key: 'demi-jambes', name: 'Épilation demi-jambes', category: 'Épilation', minutes: 30, buffer_after: 5, price: 2400, colour: sky, agendas: ['sophie', 'amina', 'chloe'], share: 6 },
        { key: 'jambes', name: 'Épilation jambes entières', category: 'Épilation', minutes: 45, buffer_after: 5, price: 3600, colour: sky, agendas: ['amina', 'chloe'], share: 4 },
        { key: 'sourcils', name: 'Sourcils', category: 'Épilation', minutes: 15, price: 1400, colour: blue, agendas: ['sophie', 'amina', 'chloe'], share: 5 },
        { key: 'manucure', name: 'Manucure', category: 'Mains et pieds', minutes: 45, price: 3500, colour: orange, agendas: ['chloe', 'sophie'], share: 4, after: 'sourcils' },
        { key: 'semi', name: 'Vernis semi-permanent', category: 'Mains et pieds', minutes: 45, buffer_after: 5, price: 3900, colour: orange, agendas: ['chloe', 'amina'], share: 5 },
        { key: 'pieds', name: 'Beauté des pieds', category: 'Mains et pieds', minutes: 60, buffer_after: 5, price: 4800, colour: green, agendas: ['chloe'], share: 3 },
        { key: 'cils', name: 'Rehaussement de cils', category: 'Regard', minutes: 60, price: 6500, colour: blue, agendas: ['sophie'], share: 3 },
        { key: 'modelage', name: 'Modelage minceur', category: 'Corps', minutes: 45, buffer_after: 15, price: 7500, colour: green, agendas: ['appareil'], share: 1 }
      ]
    },
    {
      key: 'aix',
      slug: 'bains-aix',
      number: '0004',
      name: 'Les Bains d’Orsel',
      activity: 'spa',
      description: 'Modelages, gommages et hammam privatif à Aix-les-Bains. Ouvert tous les jours, fêtes comprises.',
      street: '22 avenue de Genève',
      postcode: '73100',
      commune_code: '73008',
      commune_name: 'Aix-les-Bains',
      department_code: '73',
      phone: '+33465710458',
      email: 'aix@maison-orsel.example',
      website: 'https://maison-orsel.example/aix',
      colour: '#1d5b66',
      hours: {
        1: [[hm(10), hm(20)]],
        2: [[hm(10), hm(20)]],
        3: [[hm(10), hm(20)]],
        4: [[hm(10), hm(20)]],
        5: [[hm(10), hm(21, 30)]],
        6: [[hm(9, 30), hm(21, 30)]],
        7: [[hm(10), hm(19)]]
      },
      open_on_holidays: true,
      rules: { min_notice_minutes: 120, max_ahead_days: 180, change_notice_minutes: 2880 },
      walk_ins: 0.02,
      women: 0.68,
      clients: 380,
      gap_days: 14,
      agendas: [
        { key: 'yann', name: 'Yann Le Goff', colour: blue, days_off: [1, 2], lunch: [hm(13), hm(14)], holidays: ['early-august'], pace: 0.74 },
        { key: 'marie-ange', name: 'Marie-Ange Robert', colour: orange, days_off: [3, 4], lunch: [hm(14), hm(15)], holidays: ['late-august'], pace: 0.76 },
        { key: 'sunisa', name: 'Sunisa Chaiyasit', colour: green, days_off: [5, 7], lunch: [hm(13), hm(14)], holidays: ['february'], pace: 0.84 },
        { key: 'paul', name: 'Paul Fontaine', colour: vermilion, days_off: [4, 6], lunch: [hm(15), hm(16)], holidays: ['christmas'], pace: 0.66 },
        { key: 'hammam', name: 'Hammam privatif', kind: 'room', colour: sky, pace: 0.42 }
      ],
      services: [
        { key: 'suedois', name: 'Modelage suédois', category: 'Modelages', minutes: 60, buffer_after: 15, price: 8900, colour: blue, agendas: ['yann', 'marie-ange', 'paul'], share: 7, after: 'hammam' },
        { key: 'thai', name: 'Modelage thaï', category: 'Modelages', minutes: 75, buffer_after: 15, price: 10500, colour: green, agendas: ['sunisa'], share: 7, after: 'hammam' },
        { key: 'pierres', name: 'Modelage aux pierres chaudes', category: 'Modelages', minutes: 75, buffer_before: 10, buffer_after: 15, price: 10900, colour: vermilion, agendas: ['marie-ange', 'yann'], share: 4 },
        { key: 'dos', name: 'Dos et nuque', category: 'Modelages', minutes: 30, buffer_after: 10, price: 4900, colour: sky, agendas: ['yann', 'marie-ange', 'paul', 'sunisa'], share: 5 },
        { key: 'plantaire', name: 'Réflexologie plantaire', category: 'Modelages', minutes: 45, buffer_after: 10, price: 6500, colour: orange, agendas: ['sunisa', 'paul'], share: 4 },
        { key: 'gommage', name: 'Gommage au sel', category: 'Corps', minutes: 45, buffer_after: 15, price: 6200, colour: purple, agendas: ['marie-ange', 'paul'], share: 3, after: 'hammam' },
        { key: 'visage', name: 'Soin du visage aux plantes', category: 'Visage', minutes: 60, buffer_after: 15, price: 8500, colour: purple, agendas: ['marie-ange', 'sunisa'], share: 3 },
        { key: 'rituel', name: 'Rituel des Bains (2 h)', category: 'Rituels', description: 'Gommage, enveloppement et modelage, d’une traite.', minutes: 120, buffer_after: 20, price: 16900, colour: vermilion, agendas: ['yann', 'sunisa'], share: 2 },
        { key: 'hammam', name: 'Hammam privatif (45 min)', category: 'Bains', description: 'Pour une ou deux personnes.', minutes: 45, buffer_after: 15, price: 3900, colour: sky, agendas: ['hammam'], share: 1 }
      ]
    },
    {
      key: 'grenoble',
      slug: 'studio-grenoble',
      number: '0005',
      name: 'Studio Orsel Grenoble',
      activity: 'yoga',
      description: 'Yoga et pilates en petits groupes, près de la place Victor-Hugo. Tapis, douches et thé sur place.',
      street: '9 rue Lesdiguières',
      postcode: '38000',
      commune_code: '38185',
      commune_name: 'Grenoble',
      department_code: '38',
      phone: '+33465710569',
      email: 'grenoble@maison-orsel.example',
      website: 'https://maison-orsel.example/grenoble',
      colour: '#4b4a86',
      hours: {
        1: [[hm(7), hm(21, 30)]],
        2: [[hm(7), hm(21, 30)]],
        3: [[hm(7), hm(21, 30)]],
        4: [[hm(7), hm(21, 30)]],
        5: [[hm(7), hm(20, 30)]],
        6: [[hm(8, 30), hm(18)]],
        7: [[hm(9), hm(13)]]
      },
      rules: { min_notice_minutes: 30, max_ahead_days: 45, change_notice_minutes: 180 },
      walk_ins: 0.02,
      women: 0.76,
      clients: 230,
      gap_days: 2,
      agendas: [
        {
          key: 'lena', name: 'Léna Kowalski', colour: green, holidays: ['early-august'], pace: 0.74,
          classes: [
            { weekday: 1, at: hm(7, 15), service: 'vinyasa' }, { weekday: 1, at: hm(18, 30), service: 'vinyasa' },
            { weekday: 2, at: hm(12, 15), service: 'vinyasa' }, { weekday: 2, at: hm(19), service: 'yin' },
            { weekday: 4, at: hm(18, 30), service: 'vinyasa' },
            { weekday: 6, at: hm(9), service: 'vinyasa' }, { weekday: 6, at: hm(10, 30), service: 'hatha' }
          ]
        },
        {
          key: 'karim', name: 'Karim Haddad', colour: blue, holidays: ['late-august', 'christmas'], pace: 0.68,
          classes: [
            { weekday: 2, at: hm(17, 30), service: 'hatha' },
            { weekday: 3, at: hm(18, 30), service: 'vinyasa' }, { weekday: 3, at: hm(20), service: 'yin' },
            { weekday: 5, at: hm(12, 15), service: 'meditation' },
            { weekday: 7, at: hm(9, 30), service: 'hatha' }, { weekday: 7, at: hm(11), service: 'yin' }
          ]
        },
        {
          key: 'juliette', name: 'Juliette Moreau', colour: orange, holidays: ['late-august', 'february'], pace: 0.76,
          classes: [
            { weekday: 1, at: hm(9, 30), service: 'tapis' }, { weekday: 1, at: hm(19, 45), service: 'tapis' },
            { weekday: 3, at: hm(9, 30), service: 'prenatal' },
            { weekday: 4, at: hm(20), service: 'tapis' },
            { weekday: 6, at: hm(11, 45), service: 'prenatal' }
          ]
        },
        {
          key: 'reformer', name: 'Salle reformer', kind: 'room', colour: purple, pace: 0.82,
          classes: [
            { weekday: 1, at: hm(12, 15), service: 'reformer' }, { weekday: 1, at: hm(18), service: 'reformer' },
            { weekday: 2, at: hm(18), service: 'reformer' }, { weekday: 2, at: hm(19, 15), service: 'reformer' },
            { weekday: 4, at: hm(12, 15), service: 'reformer' }, { weekday: 4, at: hm(18), service: 'reformer' },
            { weekday: 5, at: hm(8, 30), service: 'reformer' },
            { weekday: 6, at: hm(9), service: 'reformer' }, { weekday: 6, at: hm(10, 15), service: 'reformer' }, { weekday: 7, at: hm(10), service: 'reformer' }
          ]
        },
        { key: 'particulier', name: 'Salle Belledonne', kind: 'room', colour: sky, days_off: [6, 7], lunch: [hm(12), hm(14)], pace: 0.22 }
      ],
      services: [
        { key: 'vinyasa', name: 'Yoga vinyasa', category: 'Yoga', description: 'Dynamique, en musique douce.', minutes: 60, capacity: 14, price: 1800, colour: green, agendas: ['lena', 'karim'], share: 1 },
        { key: 'hatha', name: 'Yoga hatha', category: 'Yoga', description: 'Lent et précis, tous niveaux.', minutes: 60, capacity: 14, price: 1800, colour: blue, agendas: ['lena', 'karim'], share: 1 },
        { key: 'yin', name: 'Yin yoga', category: 'Yoga', minutes: 75, capacity: 12, price: 2000, colour: purple, agendas: ['lena', 'karim'], share: 1 },
        { key: 'meditation', name: 'Méditation de midi', category: 'Yoga', minutes: 30, capacity: 16, price: 900, colour: sky, agendas: ['karim'], share: 1 },
        { key: 'tapis', name: 'Pilates au tapis', category: 'Pilates', minutes: 60, capacity: 12, price: 1900, colour: orange, agendas: ['juliette'], share: 1 },
        { key: 'prenatal', name: 'Yoga en douceur', category: 'Yoga', minutes: 60, capacity: 8, price: 2000, colour: vermilion, agendas: ['juliette'], share: 1 },
        { key: 'reformer', name: 'Pilates reformer', category: 'Pilates', description: 'Six machines, jamais plus de six personnes.', minutes: 50, buffer_after: 10, capacity: 6, price: 2800, colour: vermilion, agendas: ['reformer'], share: 1 },
        { key: 'particulier', name: 'Cours particulier', category: 'Yoga', minutes: 60, buffer_after: 15, price: 6500, colour: sky, agendas: ['particulier'], share: 1 }
      ]
    }
  ]
}
