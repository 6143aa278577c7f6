import { Drawer, Modal, type ModalBaseCloseButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import css from './dialog.module.css'

export type DialogProps = {
  opened: boolean
  onClose: () => void
  title: string
  /** Words that stay in the title line, before the cross. */
  aside?: ReactNode
  /** Mantine's `sm`, `md`, `lg`, or a CSS length. */
  size?: string
  children: ReactNode
}

/**
 * A dialogue over the page: for one short thing. Mantine's own draws its title in a `<header>`, which a screen reader
 * takes for the head of the page; these do not.
 */
export function Dialog({ opened, onClose, title, aside, size = 'md', children }: DialogProps): ReactNode {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} centered>
      <Modal.Overlay />
      <Modal.Content>
        <div className={css['head']}>
          <Modal.Title>{title}</Modal.Title>
          {aside}
          <Close Button={Modal.CloseButton} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** A panel beside the page, which stays in sight: for a record and its details. On a telephone it rises from below. */
export function Sheet({ opened, onClose, title, aside, size = '28rem', children, from = 'right' }: DialogProps & { from?: 'right' | 'bottom' }): ReactNode {
  return (
    <Drawer.Root opened={opened} onClose={onClose} size={size} position={from}>
      <Drawer.Overlay />
      <Drawer.Content className={css[from] ?? ''}>
        <div className={css['head']}>
          <Drawer.Title>{title}</Drawer.Title>
          {aside}
          <Close Button={Drawer.CloseButton} />
        </div>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

function Close({ Button }: { Button: (props: ModalBaseCloseButtonProps) => ReactNode }): ReactNode {
  const t = useText('common')
  return <Button aria-label={t('close')} />
}
