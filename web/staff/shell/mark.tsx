import type { ReactNode } from 'react'

/** The sign of the house: a ruled day with one time taken. */
export function Mark({ size = 24 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path d="M8 9h16M8 23h16" stroke="var(--on-accent)" strokeOpacity=".55" strokeWidth="2" strokeLinecap="round" />
      <rect x="8" y="12.5" width="16" height="7" rx="1.5" fill="var(--on-accent)" />
    </svg>
  )
}
