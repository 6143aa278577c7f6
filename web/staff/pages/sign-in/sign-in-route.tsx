import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { SignInPage } from './sign-in-page.tsx'

const route = getRouteApi('/sign-in')

export function SignInRoute(): ReactNode {
  return <SignInPage to={route.useSearch().to} />
}
