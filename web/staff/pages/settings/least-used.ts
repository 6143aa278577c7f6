import { agendaColourNames, agendaColours } from '../../theme/tokens.ts'

/** The agenda colour that fewest of `taken` have; among equals the first of the order. */
export function leastUsed(taken: readonly string[]): string {
  const count = (hue: string): number => taken.filter((other) => other === hue).length
  return agendaColourNames.map((name) => agendaColours[name].hue as string).toSorted((a, b) => count(a) - count(b))[0] ?? agendaColours.blue.hue
}
