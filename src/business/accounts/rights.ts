/**
 * Who may do what: the whole table. A right that is not listed is refused.
 * Routes name a right; the accounts room answers from here.
 */
export const rights = {
  'network:read': ['owner', 'manager', 'staff', 'reader'],
  'network:configure': ['owner', 'manager'],
  'agenda:read': ['owner', 'manager', 'staff', 'reader'],
  'agenda:write': ['owner', 'manager', 'staff'],
  'agenda:configure': ['owner', 'manager'],
  'clients:read': ['owner', 'manager', 'staff', 'reader'],
  'clients:write': ['owner', 'manager', 'staff'],
  'clients:export': ['owner', 'manager'],
  'insight:read': ['owner', 'manager', 'reader'],
  'promises:read': ['owner', 'manager', 'staff', 'reader']
} as const satisfies Record<string, readonly Role[]>

export type Role = 'owner' | 'manager' | 'staff' | 'reader'
export type Right = keyof typeof rights

/** The rights of a role, in the table's order. */
export function rightsOf(role: string): Right[] {
  return (Object.keys(rights) as Right[]).filter((right) => (rights[right] as readonly string[]).includes(role))
}

/** True when the role has the right; false for a role or a right that does not exist. */
export function roleAllows(role: string, right: string): boolean {
  return right in rights && (rights[right as Right] as readonly string[]).includes(role)
}
