import type { ReactNode } from 'react'
import css from './dot.module.css'

/** The colour that an establishment chose for itself, as a small sign beside its name. */
export function Dot({ colour }: { colour: string }): ReactNode {
  return <span className={css['dot']} style={{ background: colour }} aria-hidden="true" />
}
