import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useContext, useEffect } from 'react'
import { useText } from '../i18n/i18n.ts'
import { TopLineSlots } from '../components/page.tsx'
import { EmptyState } from '../components/states.tsx'
import css from './not-found.module.css'

/** An address that leads nowhere, within a network or outside any. */
export function NotFound(): ReactNode {
  const t = useText('shell')
  const navigate = useNavigate()
  useEffect(() => {
    document.title = `${t('not_found.title')} · Réserve`
  }, [t])
  return (
    <Whole>
      <EmptyState level={1} title={t('not_found.title')} action={<Button onClick={() => void navigate({ to: '/' })}>{t('not_found.home')}</Button>}>
        {t('not_found.text')}
      </EmptyState>
    </Whole>
  )
}

/** Room for a page that has nothing but its message: the frame brings its own landmark, outside it there is none. */
export function Whole({ children }: { children: ReactNode }): ReactNode {
  const Tag = useContext(TopLineSlots) ? 'div' : 'main'
  return <Tag className={css['page']}>{children}</Tag>
}
