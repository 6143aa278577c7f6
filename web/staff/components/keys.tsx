import type { ReactNode } from 'react'
import { capOf } from '../keyboard.ts'
import css from './keys.module.css'

/** A shortcut as caps: `g a` is two, `mod+k` two held together. */
export function Keys({ shortcut }: { shortcut: string }): ReactNode {
  return (
    <span className={css['keys']}>
      {shortcut.split(' ').flatMap((press) => press.split('+')).map((key, index) => <kbd key={index}>{capOf(key)}</kbd>)}
    </span>
  )
}
