/** What is said when something did not work: what happened, that nothing was lost, what to do now. */
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { NoAnswer, Problem } from './api.ts'
import { createFormat } from './format.ts'
import { currentLanguage, say } from './i18n/i18n.ts'
import css from './failures.module.css'

export type Failure = { title: string; detail: string; retry: boolean }

/**
 * A failure in words. `retry` says whether the same request may succeed later unchanged.
 * @param kind whether something was being read or written: only a write can have lost anything
 */
export function describeFailure(error: unknown, kind: 'read' | 'write'): Failure {
  if (error instanceof NoAnswer) {
    return {
      title: say('common:failure.no_answer'),
      detail: kind === 'write' ? say('common:failure.no_answer_write') : say('common:failure.no_answer_read'),
      retry: true,
    }
  }
  if (error instanceof Problem) {
    const retry = error.status >= 500 || error.status === 429
    const fields = error.errors.map(({ message }) => message)
    const written = [error.detail, ...fields].filter(Boolean).join(' ')
    if (error.status === 403) return { title: error.title || say('common:failure.forbidden'), detail: written || say('common:failure.forbidden_detail'), retry }
    if (error.status === 404) return { title: error.title || say('common:failure.not_found'), detail: written || say('common:failure.not_found_detail'), retry }
    if (error.status === 429) {
      return { title: error.title || say('common:failure.overload'), detail: say('common:failure.overload_detail', { count: Math.max(1, Math.ceil(error.retryAfter ?? 60)) }), retry }
    }
    if (error.status >= 500) return { title: error.title || say('common:failure.server'), detail: written || say('common:failure.server_detail'), retry }
    return { title: error.title || say('common:failure.refused'), detail: written || say('common:failure.refused_detail'), retry }
  }
  return { title: say('common:failure.unexpected'), detail: say('common:failure.unexpected_detail'), retry: false }
}

/**
 * Says in a message that a write failed. It stays until it is closed.
 * @param failure what did not happen, in the trade's words, instead of the server's title
 * @param retry does the same again
 */
export function sayFailure(error: unknown, { failure, retry }: { failure?: string; retry?: () => void } = {}): void {
  const said = describeFailure(error, 'write')
  if (!(error instanceof Problem) && !(error instanceof NoAnswer)) console.error(error)
  const id = `failure-${failure ?? said.title}`
  const detail = failure && error instanceof Problem && error.title ? `${error.title}. ${said.detail}` : said.detail
  // A second failure of the same thing replaces the first.
  notifications.hide(id)
  notifications.show({
    id,
    title: failure ?? said.title,
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': say('common:close') },
    message: (
      <>
        <p>{detail}</p>
        {retry && said.retry && (
          <div className={css['actions']}>
            <Button size="xs" variant="default" onClick={() => { notifications.hide(id); retry() }}>{say('common:retry')}</Button>
          </div>
        )}
      </>
    ),
  })
}

/**
 * Says that what is on screen could not be brought up to date.
 * @param since when it was read, epoch milliseconds
 */
export function sayStale(since: number): void {
  const here = createFormat(currentLanguage(), Intl.DateTimeFormat().resolvedOptions().timeZone)
  notifications.hide('stale')
  notifications.show({
    id: 'stale',
    title: say('common:failure.stale'),
    message: say('common:failure.stale_detail', { when: here.when(since) }),
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': say('common:close') },
  })
}
