import { IconCloudOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import { useFormat } from '../place.ts'
import type { Connection } from './connection.ts'
import css from './notice.module.css'

/** A line across the top while what is on screen may be old. Empty otherwise, so that its filling is announced. */
export function Notice({ state, since }: Connection): ReactNode {
  const t = useText('shell')
  const format = useFormat()
  const values = { when: format.time(since) }
  return (
    <div className={css['notice']} role="status">
      {state !== 'fresh' && (
        <p className={css['line']}>
          <IconCloudOff size={16} stroke={1.5} aria-hidden="true" />
          {state === 'offline' ? t('notice.offline', values) : t('notice.silent', values)}
        </p>
      )}
    </div>
  )
}
