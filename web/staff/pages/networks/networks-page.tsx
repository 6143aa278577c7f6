import { Button } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { EmptyState } from '../../components/states.tsx'
import { meQuery } from '../../session.ts'
import { useSignOut } from '../../shell/account.ts'
import { Mark } from '../../shell/mark.tsx'
import css from './networks-page.module.css'

/** For whoever works in several networks: which one now. */
export function NetworksPage(): ReactNode {
  const t = useText('shell')
  const { data: me } = useSuspenseQuery(meQuery)
  const signOut = useSignOut()
  useEffect(() => {
    document.title = `${t('networks.title')} · Réserve`
  }, [t])
  return (
    <main className={css['page']}>
      <div className={css['name']}><Mark size={28} /><span>Réserve</span></div>
      {me.networks.length === 0 ? (
        <EmptyState level={1} title={t('networks.none')} action={<Button variant="default" onClick={signOut}>{t('account.sign_out')}</Button>}>
          {t('networks.none_detail', { email: me.account.email })}
        </EmptyState>
      ) : (
        <>
          <h1 className={css['title']}>{t('networks.title')}</h1>
          <ul className={css['list']}>
            {me.networks.map(({ network_id, slug, name, establishments }) => (
              <li key={network_id}>
                <Link to="/$network" params={{ network: slug }} className={css['network'] ?? ''}>
                  <span className={css['label']}>{name}</span>
                  <span className={css['count']}>{t('networks.establishments', { count: establishments.length })}</span>
                  <IconChevronRight size={18} stroke={1.5} aria-hidden="true" />
                </Link>
              </li>
            ))}
          </ul>
          <Button variant="subtle" onClick={signOut} className={css['leave'] ?? ''}>{t('account.sign_out')}</Button>
        </>
      )}
    </main>
  )
}
