/** TanStack Query's client: what is kept, what is tried again, and who hears of a failure. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { NoAnswer, Problem } from './api.ts'
import { sayFailure, sayStale } from './failures.tsx'
import { sessionLost } from './session-lost.ts'

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** What did not happen, as the title of the message: "Le rendez-vous n’a pas été déplacé". */
      failure?: string
      /** The form itself shows what the server refuses, beside its fields, or every failure there is. */
      shownByForm?: 'refusals' | 'everything'
    }
  }
}

const isSignedOut = (error: unknown): boolean => error instanceof Problem && error.code === 'not-signed-in'

/** Reads are tried again when no answer came or the server was overwhelmed; a refusal is final. */
const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && (error instanceof NoAnswer || (error instanceof Problem && error.status >= 500))

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        // Before anybody has come in, the router leads to the sign-in page.
        if (isSignedOut(error)) return query.queryKey[0] === 'me' && query.state.data === undefined ? undefined : sessionLost()
        // A page without its data shows the failure in its place; one that has data must say that it is old.
        if (query.state.data !== undefined) sayStale(query.state.dataUpdatedAt)
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, variables, _context, mutation) => {
        if (isSignedOut(error)) return sessionLost()
        const shown = mutation.meta?.shownByForm
        if (shown === 'everything' || (shown === 'refusals' && error instanceof Problem && error.status < 500)) return
        sayFailure(error, {
          ...(mutation.meta?.failure ? { failure: mutation.meta.failure } : {}),
          // The same request keeps its key until it is answered, so this cannot do anything twice.
          retry: () => void mutation.execute(variables).catch(() => {}),
        })
      },
    }),
    defaultOptions: {
      queries: { staleTime: 30_000, gcTime: 10 * 60_000, retry: worthRetrying, retryDelay: (attempt) => 500 * 2 ** attempt },
      // Off line a write fails at once and says so, rather than waiting in a page that may be closed.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return client
}
