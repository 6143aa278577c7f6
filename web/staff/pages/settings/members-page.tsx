import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { DataTable } from '../../components/data-table.tsx'
import { ErrorState, SkeletonTable } from '../../components/states.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { dayAt } from '../../zone.ts'
import { type Member, membersQuery } from './data.ts'
import { SettingsPage } from './settings-page.tsx'
import css from './settings.module.css'

const roles = ['owner', 'manager', 'staff', 'reader'] as const
type Role = (typeof roles)[number]
const isRole = (role: string): role is Role => (roles as readonly string[]).includes(role)

/** Who has access to the network, and what each role may do. */
export function MembersPage(): ReactNode {
  const t = useText('settings')
  const format = useFormat()
  const { network, zone } = usePlace()
  const { data, error, refetch } = useQuery(membersQuery(network.network_id))
  const roleName = (role: string): string => (isRole(role) ? t(`members.roles.${role}`) : role)
  return (
    <SettingsPage part="members">
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonTable rows={4} columns={3} />}
      {data && (
        <DataTable<Member>
          caption={t('parts.members')}
          rows={data}
          rowKey={({ account_id }) => account_id}
          columns={[
            { id: 'name', header: t('members.name'), cell: ({ display_name }) => display_name, sort: ({ display_name }) => display_name },
            { id: 'role', header: t('members.role'), cell: ({ role }) => roleName(role), sort: ({ role }) => roleName(role) },
            { id: 'since', header: t('members.since'), cell: ({ created_at }) => format.shortDay(dayAt(created_at, zone)), sort: ({ created_at }) => created_at },
          ]}
        />
      )}
      <section className={css['legend']}>
        <h2>{t('members.what')}</h2>
        <dl>
          {roles.map((role) => (
            <div key={role}>
              <dt>{t(`members.roles.${role}`)}</dt>
              <dd>{t(`members.may.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </SettingsPage>
  )
}
