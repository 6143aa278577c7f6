import { Link, type LinkOptions } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '../i18n/i18n.ts'
import css from './page.module.css'

/** The places in the frame's top line that a page fills: its title and its actions. Null outside the frame. */
export const TopLineSlots = createContext<{ title: HTMLElement | null; actions: HTMLElement | null } | null>(null)

export type PageProps = {
  title: string
  /** The way here from the area's first page, each with `linkOptions({ to, params })`. */
  crumbs?: readonly { label: string; link: LinkOptions }[]
  /** Buttons; the page's one main action first, as `variant="filled"`. */
  actions?: ReactNode
  /** `fill`: the page has the whole screen and scrolls by itself, as the diary does. `text`: a column to read. */
  width?: 'wide' | 'text' | 'fill'
  children: ReactNode
}

/** A page of the application. Its title and actions stand in the frame's top line, so that the page keeps its height. */
export function Page({ title, crumbs = [], actions, width = 'wide', children }: PageProps): ReactNode {
  const slots = useContext(TopLineSlots)
  const t = useText('common')
  useEffect(() => {
    document.title = `${title} · Réserve`
  }, [title])

  const heading = (
    <>
      {crumbs.length > 0 && (
        <nav aria-label={t('breadcrumbs')} className={css['crumbs']}>
          {crumbs.map(({ label, link }) => (
            <span key={label} className={css['crumb']}>
              <Link {...link}>{label}</Link>
              <span aria-hidden="true">/</span>
            </span>
          ))}
        </nav>
      )}
      <h1 className={css['title']}>{title}</h1>
    </>
  )
  return (
    <>
      {slots?.title && createPortal(heading, slots.title)}
      {slots?.actions && actions && createPortal(actions, slots.actions)}
      <div className={css['body']} data-width={width}>{children}</div>
    </>
  )
}
