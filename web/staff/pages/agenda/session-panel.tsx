import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Sheet } from '../../components/dialog.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useFormat } from '../../place.ts'
import { dayAt } from '../../zone.ts'
import { nameOf, type Session } from './diary-model.ts'
import css from './panel.module.css'

export type SessionPanelProps = {
  session: Session
  /** Null where nobody may be added. */
  onAdd: (() => void) | null
  onOpen: (appointment_id: string) => void
  onClose: () => void
}

/** A group session beside the diary: who comes, and a place for one more. */
export function SessionPanel({ session, onAdd, onOpen, onClose }: SessionPanelProps): ReactNode {
  const t = useText('agenda')
  const format = useFormat()
  return (
    <Sheet opened onClose={onClose} title={session.service_name || t('session')}>
      <div className={css['panel']}>
        <p className={css['when']}>{format.day(dayAt(session.starts_at, format.zone))}<br /><strong>{format.span(session.starts_at, session.ends_at)}</strong></p>
        <p>{t('people', { count: session.seats, capacity: session.capacity })}</p>
        <ul className={css['people']}>
          {session.entries.map(({ appointment, item }) => (
            <li key={item.item_id}>
              <button type="button" className={css['person']} onClick={() => onOpen(appointment.appointment_id)}>
                <span className={css['grow']}>{nameOf(appointment) || t('walk_in')}{item.seats > 1 && ` × ${item.seats}`}</span>
                <span className={css['quiet']}>{t(`statuses.${appointment.status}`)}</span>
              </button>
            </li>
          ))}
        </ul>
        {onAdd !== null && session.seats < session.capacity && <Button variant="default" leftSection={<IconUserPlus size={16} aria-hidden="true" />} onClick={onAdd}>{t('add_person')}</Button>}
      </div>
    </Sheet>
  )
}
