import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import css from './card.module.css'
import { lookAlikesQuery, nameOf } from './data.ts'

/** Cards that may be the same person, where one looks at the card. */
export function LookAlikes({ client_id }: { client_id: string }): ReactNode {
  const t = useText('clients')
  const { network } = usePlace()
  const navigate = useNavigate()
  const { data } = useQuery(lookAlikesQuery(network.network_id, client_id))
  if (data === undefined || data.items.length === 0) return null
  const compare = (other: string): void => void navigate({ to: '/$network/clients/duplicates', params: { network: network.slug }, search: { with: [client_id, other].join() } })
  return (
    <section className={css['known']}>
      <h2>{t('alike.title', { count: data.items.length })}</h2>
      <ul>
        {data.items.map(({ client, reasons }) => (
          <li key={client.client_id}>
            <span>
              <Link to="/$network/clients/$client_id" params={{ network: network.slug, client_id: client.client_id }}>{nameOf(client)}</Link>
              <small>{reasons.map((reason) => t(`reasons.${reason}`)).join(', ')}</small>
            </span>
            <Button variant="default" size="xs" onClick={() => compare(client.client_id)}>{t('alike.compare')}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
