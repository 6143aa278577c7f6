/** Which areas stand in the navigation: those with a page, that this account may see. */
import { type LinkOptions, useRouter } from '@tanstack/react-router'
import { type Area, type AreaId, areas } from '../areas.ts'
import type { Place } from '../place.ts'

/** The address of an area's first page. Its type is not known here: the list of pages is longer or shorter by area. */
export const areaLink = (network: string, area: AreaId): LinkOptions => ({ to: `/$network/${area}`, params: { network } }) as unknown as LinkOptions

/** Areas that `routes.ts` has a first page for, in the navigation's order. */
export function registeredAreas(paths: Readonly<Record<string, unknown>>, can: Place['can']): readonly Area[] {
  return areas.filter(({ id, right }) => `/$network/${id}` in paths && can(right))
}

export function useAreas(can: Place['can']): readonly Area[] {
  const { routesByPath } = useRouter()
  return registeredAreas(routesByPath, can)
}
