/**
 * People who do not exist, named as people in France are: a few hundred frequent first and last
 * names with the skew that Insee's files show (the first hundred carry a third of the people), and
 * a long tail of rarer last names made of syllables.
 */

const firstNames = `Marie Jean Pierre Michel André Philippe Nathalie Isabelle Alain Sylvie Patrick Catherine Christophe Martine
Nicolas Françoise Christine Daniel Valérie Sandrine Bernard Stéphanie Véronique Frédéric Sophie Olivier Céline Julien Sébastien
Thomas David Laurent Aurélie Éric Chantal Monique Patricia Émilie Camille Léa Manon Chloé Inès Jade Louise Emma Lina Zoé Anaïs
Lucas Hugo Louis Gabriel Léo Raphaël Arthur Jules Adam Maël Noah Ethan Nathan Théo Mathis Enzo Clément Maxime Alexandre Antoine
Quentin Romain Kevin Jérémy Benoît Guillaume Vincent Fabien Mickaël Jérôme Cédric Yann Gaëlle Solène Maëlle Élodie Mélanie
Laëtitia Amandine Audrey Charlotte Pauline Marine Justine Mathilde Clara Lucie Sarah Eva Alice Juliette Rose Anna Agathe Mohamed
Fatima Karim Nadia Samir Leïla Yasmine Mehdi Amine Aïcha Rachid Khadija Ibrahim Aminata Mamadou Fatoumata Ousmane Mariam Jean-Pierre
Marie-Claude Anne-Sophie Jean-Luc Marie-Laure Jean-Baptiste Anne-Marie Paul-Henri Maria Ana José Paulo Sofia Giulia Marco Elena
Thi Minh Linh Wei Li Yuki Olga Dmitri Svetlana Ivan Jordan Dylan Jessica Cindy Wendy Ryan Bryan Océane Ambre Apolline Capucine`.split(/\s+/)

const lastNames = `Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David
Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Lefèvre Faure André Mercier Blanc Guérin Boyer
Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand
Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud
Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier
Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier
Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré
Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost Millet
Perrot Daniel Cousin Germain Breton Besson Langlois Rémy Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal Weber Mallet Hamon
Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Étienne Grondin Poulain Tessier Chevallier Collin Chauvin Bouchet Gay
Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier
Carlier Laporte Diallo Traoré Nguyen Da-Silva Ferreira Benali Haddad Saïdi Cohen Lévy N’Diaye O’Brien De-La-Tour Le-Goff Le-Gall`.split(/\s+/)

const syllables = 'ba be bou bra ca cha che co cou cre da de di dou du fa fe flo fon ga ge go gra gui ha her jo ju la le li lo lou ma me mo mon na no ou pa pe pi po pra que ra re ri ro rou sa se si so ta te ti tou tra va ve vi vo'.split(' ')
const endings = 'rd nt ux lle rt ot et in on eau ier ac ec ou as is y ay art ault el an er'.split(' ')

/** A number in [0, 1), the same sequence for the same seed (mulberry32). */
export type Random = () => number
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!
/** The beginning of the list more often than its end. */
const pickSkewed = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() ** 1.8 * list.length)]!

function rareName(random: Random): string {
  const middle = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(syllables, random)).join('')
  const name = middle + pick(endings, random)
  return name[0]!.toUpperCase() + name.slice(1)
}

export type Person = { first_name: string; last_name: string; email: string | null; phone: string | null }

/** Somebody: nine in ten with a mobile number, seven in ten with an e-mail. */
export function person(random: Random): Person {
  const first_name = pickSkewed(firstNames, random)
  const last_name = (random() < 0.45 ? pickSkewed(lastNames, random) : rareName(random)).replaceAll('-', random() < 0.5 ? ' ' : '-')
  const plain = (text: string): string => text.normalize('NFD').replaceAll(/[^a-zA-Z]/g, '').toLowerCase()
  const digits = String(Math.floor(random() * 100_000_000)).padStart(8, '0')
  return {
    first_name,
    last_name,
    email: random() < 0.7 ? `${plain(first_name)}.${plain(last_name)}${Math.floor(random() * 1000)}@${pick(['gmail.com', 'orange.fr', 'free.fr', 'hotmail.fr', 'laposte.net'], random)}` : null,
    phone: random() < 0.9 ? `+33${random() < 0.8 ? 6 : 7}${digits}` : null
  }
}
