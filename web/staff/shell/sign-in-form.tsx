import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useText } from '../i18n/i18n.ts'
import { Problem } from '../api.ts'
import { describeFailure } from '../failures.tsx'
import { type Credentials, demoQuery, signIn } from '../session.ts'
import css from './sign-in-form.module.css'

/** E-mail and password; on a demonstration server also its accounts, one press each. */
export function SignInForm({ email = '', onDone }: { email?: string; onDone: () => void | Promise<void> }): ReactNode {
  const t = useText('shell')
  const demo = useQuery(demoQuery)
  const form = useForm<Credentials>({
    mode: 'uncontrolled',
    initialValues: { email, password: '' },
    validate: {
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : t('sign_in.email_wanted')),
      password: (value) => (value ? null : t('sign_in.password_wanted')),
    },
  })
  const enter = useMutation({
    mutationFn: async (credentials: Credentials) => {
      await signIn({ ...credentials, email: credentials.email.trim() })
      await onDone()
    },
    meta: { shownByForm: 'everything' },
    // A password is not for keeping.
    gcTime: 0,
  })

  return (
    <div className={css['column']}>
      <form className={css['form']} onSubmit={form.onSubmit((values) => enter.mutate(values))} noValidate>
        {enter.error && <Refused error={enter.error} />}
        <TextInput key={form.key('email')} label={t('sign_in.email')} type="email" autoComplete="username" inputMode="email" {...form.getInputProps('email')} />
        <PasswordInput
          key={form.key('password')}
          label={t('sign_in.password')}
          autoComplete="current-password"
          data-autofocus={email ? true : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password'), tabIndex: 0 }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" disabled={enter.isPending} fullWidth>{enter.isPending ? t('sign_in.entering') : t('sign_in.enter')}</Button>
      </form>
      {demo.data && (
        <section className={css['demo']} aria-labelledby="demo-heading">
          <h2 id="demo-heading" className={css['demoHeading']}>{t('sign_in.demo')}</h2>
          <ul className={css['accounts']}>
            {demo.data.accounts.map((account) => (
              <li key={account.email}>
                <button type="button" className={css['account']} disabled={enter.isPending} onClick={() => { form.setValues(account); enter.mutate(account) }}>
                  <span className={css['name']}>{account.name}</span>
                  <span className={css['role']}>{t(`roles.${readRole(account.role)}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

const roles = ['owner', 'manager', 'staff', 'reader'] as const

/** A role that this version has no word for is shown as the humblest. */
const readRole = (role: string): (typeof roles)[number] => roles.find((known) => known === role) ?? 'reader'

function Refused({ error }: { error: unknown }): ReactNode {
  const t = useText('shell')
  const wrong = error instanceof Problem && error.status === 401
  const said = wrong ? { title: t('sign_in.wrong'), detail: t('sign_in.wrong_detail') } : describeFailure(error, 'read')
  return (
    <div className={css['refused']} role="alert">
      <strong>{said.title}</strong>
      <p>{said.detail}</p>
    </div>
  )
}
