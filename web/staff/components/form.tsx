import { Button, type ButtonProps } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { cloneElement, createContext, type KeyboardEvent, type ReactElement, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { type FieldError, Problem } from '../api.ts'
import { describeFailure, type Failure } from '../failures.tsx'
import css from './form.module.css'

const Pending = createContext(false)

export type ServerFormProps<Values extends Record<string, unknown>> = {
  /** From Mantine's `useForm`; its field names are those of the request's body. */
  form: UseFormReturnType<Values>
  /** Sends the values. What the server refuses is shown beside the fields it names, the rest above them. */
  onSubmit: (values: Values) => Promise<unknown>
  /** When the server has accepted. */
  onDone?: () => void
  /** What did not happen, when nobody answered: "La fiche n’a pas été enregistrée". */
  failure: string
  children: ReactNode
}

/** A form that the server checks. Ctrl Enter sends it from any of its fields; what was typed is never lost. */
export function ServerForm<Values extends Record<string, unknown>>({ form, onSubmit, onDone, failure, children }: ServerFormProps<Values>): ReactNode {
  const element = useRef<HTMLFormElement>(null)
  const [refusals, setRefusals] = useState(0)
  // Counted with the errors themselves, so that it runs once React has drawn them.
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])
  const send = useMutation({
    mutationFn: onSubmit,
    meta: { failure, shownByForm: 'refusals' },
    onSuccess: () => onDone?.(),
    onError: (error) => {
      if (!(error instanceof Problem)) return
      form.setErrors(Object.fromEntries(knownErrors(form, error.errors).map(({ field, message }) => [field, message])))
      setRefusals((count) => count + 1)
    },
  })
  const submit = form.onSubmit((values) => { if (!send.isPending) send.mutate(values) }, () => setRefusals((count) => count + 1))

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.current?.requestSubmit()
  }

  const problem = send.error instanceof Problem && send.error.status < 500 ? send.error : null
  const known = problem ? knownErrors(form, problem.errors) : []
  return (
    <Pending value={send.isPending}>
      <form ref={element} className={css['form']} onSubmit={submit} onKeyDown={onKeyDown} noValidate>
        {problem && <Refusal {...describeFailure(problem, 'write')} errors={problem.errors.filter((error) => !known.includes(error))} detail={problem.detail} />}
        {children}
      </form>
    </Pending>
  )
}

/** Errors about fields that the form has. */
function knownErrors<Values extends Record<string, unknown>>(form: UseFormReturnType<Values>, errors: readonly FieldError[]): FieldError[] {
  const values = form.getValues()
  return errors.filter(({ field }) => (field.split('.')[0] ?? '') in values)
}

function Refusal({ title, detail, errors }: Pick<Failure, 'title' | 'detail'> & { errors: readonly FieldError[] }): ReactNode {
  return (
    <div className={css['refusal']} role="alert">
      <strong>{title}</strong>
      {detail && <p>{detail}</p>}
      {errors.length > 0 && <ul>{errors.map(({ field, message }) => <li key={field}>{message}</li>)}</ul>}
    </div>
  )
}

export type FieldProps<Values extends Record<string, unknown>> = {
  form: UseFormReturnType<Values>
  /** Path of the value: `name`, `address.city`, `services.0.price`. */
  name: string
  /** For inputs that are on or off. */
  type?: 'input' | 'checkbox'
  /** One Mantine input, with its label. */
  children: ReactElement
}

/** Ties an input to its value and to what the form or the server says about it. */
export function Field<Values extends Record<string, unknown>>({ form, name, type = 'input', children }: FieldProps<Values>): ReactNode {
  return cloneElement(children, { key: form.key(name), name, ...form.getInputProps(name, { type }) } as object)
}

/** Sends the form around it. */
export function SubmitButton({ children, ...props }: ButtonProps & { children: ReactNode }): ReactNode {
  const pending = useContext(Pending)
  const t = useText('common')
  return <Button type="submit" {...props} disabled={pending}>{pending ? t('working') : children}</Button>
}
