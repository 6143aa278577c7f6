import 'virtual:mantine-styles'
import './theme/app.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { startI18n, useText } from './i18n/i18n.ts'
import { createQueryClient } from './query.ts'
import { createAppRouter } from './router.tsx'
import { meQuery } from './session.ts'
import { cssVariablesResolver, theme } from './theme/theme.ts'

// After an update of the server, chunks of the page before are gone: one reload gets the new ones.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('reserve-reloaded') ?? 0)
  if (Date.now() - last < 60_000) return
  sessionStorage.setItem('reserve-reloaded', String(Date.now()))
  event.preventDefault()
  location.reload()
})

const client = createQueryClient()
if (!location.pathname.endsWith('/sign-in')) {
  // Who it is and the frame are needed next, whatever the page: they travel together with the sentences.
  void client.prefetchQuery(meQuery)
  void import('./shell/frame.tsx')
}
await startI18n()
const router = createAppRouter(client)
const element = document.getElementById('app')
if (!element) throw new Error('index.html has no #app')

function Layer(): ReactNode {
  const t = useText('common')
  return <div id="layer" role="region" aria-label={t('layer')} />
}

createRoot(element).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" colorSchemeManager={localStorageColorSchemeManager({ key: 'reserve-colours' })}>
      <QueryClientProvider client={client}>
        <Suspense><RouterProvider router={router} /></Suspense>
      </QueryClientProvider>
      <Layer />
      <Notifications position="bottom-right" limit={3} containerWidth={400} />
    </MantineProvider>
  </StrictMode>,
)
