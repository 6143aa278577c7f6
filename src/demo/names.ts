/** Forenames and family names met in France, of many origins; any likeness is chance. */
export const womensNames: readonly string[] = `Camille Léa Manon Emma Chloé Inès Sarah Julie Marie Pauline Charlotte Lucie Mathilde Élodie Céline Nathalie Sandrine Isabelle Sylvie Véronique
Catherine Françoise Martine Brigitte Christine Anne Hélène Agnès Béatrice Delphine Émilie Aurélie Laetitia Marion Justine Clémence Margaux Océane Anaïs Louise Alice Jade Zoé Rose Lina Mila Ambre
Yasmine Nadia Samira Leïla Khadija Farida Salma Nour Aïcha Fatoumata Aminata Mariam Awa Bintou Ndeye Adjoua Linh Thuy Mei Xin Akiko Priya Kavita Nilufar Elif Zeynep Olena Iryna Anastasia Magdalena Ewa
Beatriz Inês Fernanda Carmen Lucía Giulia Chiara Francesca Ioana Andreea Katarina Ingrid Maëlle Gwenaëlle Solenn Nolwenn Marie-Claude Anne-Sophie Marie-Laure Rachel Esther Myriam Noémie`.split(/\s+/)

export const mensNames: readonly string[] = `Lucas Hugo Théo Louis Nathan Enzo Jules Gabriel Arthur Adam Raphaël Paul Antoine Maxime Alexandre Thomas Nicolas Julien Pierre Guillaume Romain Quentin Florian Kévin
Benoît Mathieu Sébastien Olivier Christophe Stéphane Laurent Philippe Patrick Alain Michel Jean-Pierre Jean-Marc Bernard Gérard Didier Thierry Vincent Damien Cédric Fabien Baptiste Clément Rémi
Mehdi Karim Yanis Rayan Bilal Mohamed Ahmed Samir Nabil Sofiane Ibrahim Moussa Ousmane Mamadou Cheikh Kofi Minh Huy Wei Kenji Arjun Ravi Emre Kerem Oleksandr Dmytro Piotr Marek
João Tiago Miguel Carlos Diego Marco Luca Matteo Andrei Ionuț Lars Sven Yann Loïc Ewen Corentin Tanguy David Samuel Élie Ethan Isaac`.split(/\s+/)

export const familyNames: readonly string[] = [
  ...`Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Faure André Mercier
Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier
Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier
Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury
Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost Millet Perrot
Benali Haddad Bouzid Khelifi Mansouri Amrani Belkacem Cherif Ziani Saïdi Rahmani Diallo Traoré Coulibaly Konaté Diop Ndiaye Sow Keita Cissé Mbemba Kouassi Nguyen Tran Pham Le Wang Zhang Chen Lin Tanaka
Sharma Patel Singh Yılmaz Kaya Demir Kovalenko Shevchenko Kowalski Nowak Wójcik Silva Ferreira Pereira Costa Rodrigues Gonçalves Rossi Bianchi Popescu Ionescu Cohen Lévy Benhamou Larsen Jansen`.split(/\s+/),
  'Le Goff', 'Le Gall', 'De Almeida', 'Da Silva', 'Saint-Martin', 'Vidal-Perrin', 'Roux-Garnier', 'El Amrani', 'Van den Berg', 'N’Guessan', 'Ait Ahmed', 'Dos Santos'
]
