import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import css from './confirm-by-name.module.css'
import { Dialog } from './dialog.tsx'

export type ConfirmByNameProps = {
  opened: boolean
  onClose: () => void
  /** What is about to happen, as a question: "Détruire les données du réseau ?" */
  title: string
  /** What cannot be undone, in sentences. */
  children: ReactNode
  /** The name to type, exactly. */
  name: string
  /** What the button does: "Détruire les données". */
  action: string
  onConfirm: () => Promise<unknown>
  /** What to say when it failed: "Les données n’ont pas été détruites". */
  failure: string
}

/** Asks for a name to be typed before something that nothing can take back. For all else, do it and offer an undo. */
export function ConfirmByName(props: ConfirmByNameProps): ReactNode {
  const { opened, onClose, title } = props
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      {/* Mounted with the dialogue, so that a name typed before is never found still there. */}
      <ConfirmForm {...props} />
    </Dialog>
  )
}

function ConfirmForm({ onClose, children, name, action, onConfirm, failure }: ConfirmByNameProps): ReactNode {
  const t = useText('common')
  const [typed, setTyped] = useState('')
  const confirm = useMutation({ mutationFn: onConfirm, meta: { failure }, onSuccess: onClose })
  const matches = typed.trim().normalize() === name.trim().normalize()

  function onSubmit(event: FormEvent): void {
    event.preventDefault()
    if (matches && !confirm.isPending) confirm.mutate()
  }

  return (
    <form onSubmit={onSubmit} className={css['form']}>
      <div className={css['text']}>{children}</div>
      <TextInput
        label={t('confirm.type_name', { name })}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        data-autofocus
      />
      <div className={css['actions']}>
        <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        <Button type="submit" color="danger" disabled={!matches || confirm.isPending}>{confirm.isPending ? t('working') : action}</Button>
      </div>
    </form>
  )
}
