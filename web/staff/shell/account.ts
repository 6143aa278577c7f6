/** Leaving: the session closed, nothing of it kept, and the sign-in page. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../i18n/i18n.ts'
import { signOut } from '../session.ts'

export function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const t = useText('shell')
  const leave = useMutation({
    mutationFn: async () => {
      // The page goes first: its queries would otherwise ask again as soon as they are forgotten.
      await signOut()
      await navigate({ to: '/sign-in' })
      client.clear()
    },
    meta: { failure: t('account.sign_out_failed') },
  })
  return () => leave.mutate()
}
