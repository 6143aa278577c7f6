import { Button } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { ServerForm, SubmitButton } from '../../components/form.tsx'
import { useUndo } from '../../components/undo.tsx'
import { useText } from '../../i18n/i18n.ts'
import { useRefresh } from './data.ts'
import css from './settings-form.module.css'
import { changed } from './values.ts'

export type SettingsFormProps<Values extends Record<string, unknown>> = {
  /** What the server says now, by the names of the request's body. */
  values: Values
  /** Sends what was changed; called again with the former values to take it back. */
  save: (change: Partial<Values>) => Promise<unknown>
  /** What was done: "Horaires enregistrés". */
  done: string
  /** What did not happen when nobody answered: "Les horaires n’ont pas été enregistrés". */
  failure: string
  /** Anything that forbids sending, checked before: field to sentence. */
  validate?: (values: Values) => Record<string, string>
  children: (form: UseFormReturnType<Values>) => ReactNode
}

/**
 * Settings that are saved together. What is not saved yet is announced at the foot and guarded when one leaves;
 * what was saved can be taken back.
 */
export function SettingsForm<Values extends Record<string, unknown>>({ values, save, done, failure, validate, children }: SettingsFormProps<Values>): ReactNode {
  const t = useText('settings')
  const refresh = useRefresh()
  const offerUndo = useUndo()
  const form = useForm<Values>({ initialValues: values, ...(validate ? { validate: validate as never } : {}) })
  const dirty = form.isDirty()
  const bar = useRef<HTMLDivElement>(null)

  // Somebody else saved meanwhile: shown at once, unless it would overwrite what is being typed.
  const latest = useRef({ form, dirty })
  latest.current = { form, dirty }
  const written = JSON.stringify(values)
  useEffect(() => {
    const now = latest.current
    if (now.dirty) return
    now.form.setInitialValues(JSON.parse(written) as Values)
    now.form.setValues(JSON.parse(written) as Values)
  }, [written])

  async function submit(after: Values): Promise<void> {
    const change = changed(values, after)
    const before = Object.fromEntries(Object.keys(change).map((key) => [key, values[key]])) as Partial<Values>
    await save(change)
    form.resetDirty(after)
    // The button that was pressed goes; whoever works from the keyboard stays where it was.
    bar.current?.focus()
    await refresh()
    offerUndo({ done, undo: () => save(before).finally(refresh) })
  }

  return (
    <>
      <LeaveGuard dirty={dirty} />
      <ServerForm form={form} onSubmit={submit} failure={failure}>
        <div className={css['fields']}>{children(form)}</div>
        <div ref={bar} tabIndex={-1} className={css['bar']} data-dirty={dirty ? '' : undefined}>
          <p role="status">{dirty ? t('form.unsaved') : ''}</p>
          {dirty && (
            <>
              <Button variant="default" onClick={() => form.reset()}>{t('form.revert')}</Button>
              <SubmitButton variant="filled">{t('form.save')}</SubmitButton>
            </>
          )}
        </div>
      </ServerForm>
    </>
  )
}

/** Asks before what was typed is left behind: the one loss that nothing can take back. */
export function LeaveGuard({ dirty }: { dirty: boolean }): ReactNode {
  const t = useText('settings')
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  return (
    <Dialog opened={status === 'blocked'} onClose={() => reset?.()} title={t('leave.title')}>
      <p>{t('leave.text')}</p>
      <div className={css['choices']}>
        <Button variant="default" onClick={() => proceed?.()}>{t('leave.leave')}</Button>
        <Button variant="filled" data-autofocus onClick={() => reset?.()}>{t('leave.stay')}</Button>
      </div>
    </Dialog>
  )
}
