import { Button, Skeleton } from '@mantine/core'
import { type ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import { describeFailure } from '../failures.tsx'
import css from './states.module.css'

export type EmptyStateProps = {
  /** What is not here yet: "Aucun client pour l’instant". */
  title: string
  /** What comes here, and why one would want it. */
  children?: ReactNode
  /** The first step, as a button or a link. */
  action?: ReactNode
  /** 1 where nothing else names the page. */
  level?: 1 | 2
}

/** Instead of an empty list: what belongs here, and the first step towards it. */
export function EmptyState({ title, children, action, level = 2 }: EmptyStateProps): ReactNode {
  const Heading = `h${level}` as const
  return (
    <section className={css['state']}>
      <Heading className={css['heading']}>{title}</Heading>
      {children && <p className={css['text']}>{children}</p>}
      {action && <div className={css['action']}>{action}</div>}
    </section>
  )
}

/** Instead of something that could not be read: what happened, and another try. */
export function ErrorState({ error, retry, level = 2 }: { error: unknown; retry?: (() => void) | undefined; level?: 1 | 2 }): ReactNode {
  const t = useText('common')
  const Heading = `h${level}` as const
  const { title, detail } = describeFailure(error, 'read')
  return (
    <section className={css['state']} role="alert">
      <Heading className={css['heading']}>{title}</Heading>
      <p className={css['text']}>{detail}</p>
      {retry && <div className={css['action']}><Button variant="default" onClick={retry}>{t('retry')}</Button></div>}
    </section>
  )
}

/** Marks what is being read for those who cannot see grey bars. */
function Loading({ children }: { children: ReactNode }): ReactNode {
  const t = useText('common')
  return (
    <div className={css['loading']} role="status">
      <span className="unseen">{t('loading')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  )
}

const times = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
/** Lengths that look like words; the same ones each time, so that nothing jumps. */
const lengths = [72, 54, 63, 81, 47, 68, 59, 76]
const lengthAt = (index: number): string => `${lengths[index % lengths.length] ?? 60}%`

/** A paragraph or a card to come. */
export function SkeletonLines({ lines = 3 }: { lines?: number }): ReactNode {
  return <Loading>{times(lines).map((line) => <Skeleton key={line} className={css['line'] ?? ''} height={12} width={lengthAt(line)} />)}</Loading>
}

/** A table to come, in the table's own rhythm. */
export function SkeletonTable({ rows = 8, columns = 4 }: { rows?: number; columns?: number }): ReactNode {
  return (
    <Loading>
      {times(rows).map((row) => (
        <div key={row} className={css['row']}>
          {times(columns).map((column) => <Skeleton key={column} height={12} width={lengthAt(row * 3 + column)} />)}
        </div>
      ))}
    </Loading>
  )
}

/** A plot to come. */
export function SkeletonPlot({ height = 240 }: { height?: number }): ReactNode {
  return <Loading><Skeleton height={height} /></Loading>
}

/** A page to come. */
export function PageSkeleton(): ReactNode {
  return <div className={css['page']}><SkeletonTable /></div>
}
