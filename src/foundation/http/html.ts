import { html } from 'ghtml'

export { html }

/** A page fragment. `${value}` is escaped, `!${value}` is inserted as it is: fragments only. */
export type Html = string
