import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import { Page } from '../components/page.tsx'
import { EmptyState } from '../components/states.tsx'
import { usePlace } from '../place.ts'

/** A network in which the account may see no area. */
export function NothingOpen(): ReactNode {
  const t = useText('shell')
  const { network } = usePlace()
  return (
    <Page title={network.name}>
      <EmptyState title={t('nothing_open.title')}>{t('nothing_open.text')}</EmptyState>
    </Page>
  )
}
