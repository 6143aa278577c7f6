import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { say } from '../i18n/i18n.ts'
import { useSyncExternalStore } from 'react'
import { sayFailure } from '../failures.tsx'
import { Keys } from './keys.tsx'
import css from './undo.module.css'

export type Undoable = {
  /** What was just done: "Rendez-vous supprimé". */
  done: string
  /** Takes it back on the server. */
  undo: () => Promise<unknown>
}

/** How long something can be taken back. The message waits while it is pointed at. */
const UNDO_MS = 8_000

type Offer = Undoable & { id: string }
let offers: readonly Offer[] = []
const listeners = new Set<() => void>()

function setOffers(next: readonly Offer[]): void {
  offers = next
  for (const listener of listeners) listener()
}

const withdraw = (id: string): void => setOffers(offers.filter((offer) => offer.id !== id))

async function takeBack(offer: Offer): Promise<void> {
  withdraw(offer.id)
  notifications.hide(offer.id)
  try {
    await offer.undo()
    notifications.show({ message: say('common:undo.undone', { done: offer.done }), autoClose: 3_000, withCloseButton: false })
  } catch (error) {
    sayFailure(error, { failure: say('common:undo.failed', { done: offer.done }), retry: () => void takeBack(offer) })
  }
}

function offerUndo({ done, undo }: Undoable): void {
  const offer: Offer = { id: `undo-${crypto.randomUUID()}`, done, undo }
  setOffers([...offers, offer])
  notifications.show({
    id: offer.id,
    autoClose: UNDO_MS,
    onClose: () => withdraw(offer.id),
    closeButtonProps: { 'aria-label': say('common:close') },
    message: (
      <span className={css['offer']}>
        <span>{done}</span>
        <Button size="xs" variant="default" onClick={() => void takeBack(offer)} rightSection={<Keys shortcut="mod+z" />}>
          {say('common:undo.undo')}
        </Button>
      </span>
    ),
  })
}

/**
 * Offers to take back what was just done, for eight seconds, by the message's button or Ctrl Z. Do first, then offer:
 * `const offerUndo = useUndo()`, `offerUndo({ done: t('deleted'), undo: () => api.post(…restore) })`.
 */
export const useUndo = (): ((undoable: Undoable) => void) => offerUndo

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The last thing that can still be taken back, for the frame's Ctrl Z. */
export function useLastUndo(): { done: string; run: () => void } | null {
  const last = useSyncExternalStore(subscribe, () => offers.at(-1))
  return last ? { done: last.done, run: () => void takeBack(last) } : null
}
