import { useQuery } from '@tanstack/react-query'
import { IconMail, IconMessage, IconPhone } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { type Client, historyQuery } from './data.ts'
import css from './glance.module.css'

/** What one opens a card for, most of the time: to reach somebody, or to say when he comes next. */
export function Glance({ card }: { card: Client }): ReactNode {
  const t = useText('clients')
  const format = useFormat()
  const { network } = usePlace()
  const { data } = useQuery(historyQuery(network.network_id, card.client_id))
  const next = data?.upcoming[0]
  const mobile = card.phone !== null && /^\+33[67]/.test(card.phone)
  if (card.phone === null && card.email === null && next === undefined) return null
  return (
    <div className={css['glance']}>
      {card.phone !== null && <a href={`tel:${card.phone}`}><IconPhone size={16} aria-hidden="true" />{t('reach.call')}</a>}
      {mobile && <a href={`sms:${card.phone ?? ''}`}><IconMessage size={16} aria-hidden="true" />{t('reach.text')}</a>}
      {card.email !== null && <a href={`mailto:${encodeURIComponent(card.email)}`}><IconMail size={16} aria-hidden="true" />{t('reach.write')}</a>}
      {next !== undefined && <p>{t('reach.next', { when: format.when(next.starts_at) })}</p>}
    </div>
  )
}
