import { Menu } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { IconSelector } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { folded } from '../commands.ts'
import { usePlace } from '../place.ts'
import { meQuery } from '../session.ts'
import { Dot } from './dot.tsx'
import css from './switcher.module.css'

/** From how many establishments on one would rather type than look. */
const SEARCH_FROM = 9
const ALL = '*'

/** Which establishment is looked at, and in which network. */
export function Switcher(): ReactNode {
  const t = useText('shell')
  const { network, establishment, look } = usePlace()
  const { data: me } = useSuspenseQuery(meQuery)
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const shown = network.establishments.filter(({ name }) => folded(name).includes(folded(query)))
  const present = establishment?.name ?? t('place.all')

  return (
    <Menu width={280}>
      <Menu.Target>
        <button type="button" className={css['target']} title={`${network.name} · ${present}`}>
          <span className={css['initial']} aria-hidden="true">{network.name.slice(0, 1)}</span>
          <span className={css['names']}>
            <span className={css['network']}>{network.name}</span>
            <span className={css['establishment']}>{present}</span>
          </span>
          <IconSelector size={16} stroke={1.5} className={css['selector'] ?? ''} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={css['list'] ?? ''}>
        {network.establishments.length >= SEARCH_FROM && (
          <Menu.Search placeholder={t('place.find')} aria-label={t('place.find')} value={query} onChange={({ currentTarget }) => setQuery(currentTarget.value)} />
        )}
        <Menu.Label>{t('place.establishments')}</Menu.Label>
        <Menu.RadioGroup
          value={establishment?.slug ?? ALL}
          onChange={(slug) => look(network.establishments.find((candidate) => candidate.slug === slug) ?? null)}
        >
          {query === '' && <Menu.RadioItem value={ALL} closeMenuOnClick>{t('place.all')}</Menu.RadioItem>}
          {shown.map(({ establishment_id, slug, name, colour }) => (
            <Menu.RadioItem key={establishment_id} value={slug} closeMenuOnClick rightSection={<Dot colour={colour} />}>{name}</Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {me.networks.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('place.networks')}</Menu.Label>
            <Menu.RadioGroup value={network.slug} onChange={(slug) => void navigate({ to: '/$network', params: { network: slug }, search: { establishment: undefined } })}>
              {me.networks.map(({ network_id, slug, name }) => <Menu.RadioItem key={network_id} value={slug} closeMenuOnClick>{name}</Menu.RadioItem>)}
            </Menu.RadioGroup>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
