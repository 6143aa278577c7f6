import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import { meQuery } from '../session.ts'
import { sessionFound, useSessionLost } from '../session-lost.ts'
import css from './sign-in-again.module.css'
import { SignInForm } from './sign-in-form.tsx'

/**
 * When the session ends in the middle of work: sign in over the page, which keeps what was typed. The cover is opaque,
 * for the counter's screen that others see.
 */
export function SignInAgain(): ReactNode {
  const lost = useSessionLost()
  const t = useText('shell')
  const client = useQueryClient()
  const before = client.getQueryData(meQuery.queryKey)

  async function onDone(): Promise<void> {
    const me = await client.fetchQuery({ ...meQuery, staleTime: 0 })
    // Somebody else at the same screen begins afresh: nothing read for the first account may show.
    if (before && me.account.account_id !== before.account.account_id) return location.assign(import.meta.env.BASE_URL)
    sessionFound()
    await client.invalidateQueries()
  }

  return (
    <Modal.Root opened={lost} onClose={() => {}} closeOnEscape={false} closeOnClickOutside={false} centered>
      <Modal.Overlay className={css['cover'] ?? ''} />
      <Modal.Content>
        <Modal.Body className={css['body'] ?? ''}>
          <Modal.Title>{t('again.title')}</Modal.Title>
          <p className={css['text']}>{t('again.text')}</p>
          <SignInForm email={before?.account.email ?? ''} onDone={onDone} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
