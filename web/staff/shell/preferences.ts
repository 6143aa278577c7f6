/** The reader's own choices: language and colours. One list for the menu, the telephone's sheet and the palette. */
import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Language } from '../format.ts'
import { changeLanguage } from '../i18n/i18n.ts'
import { saveLanguage } from '../session.ts'

export const colourSchemes = ['light', 'dark', 'auto'] as const satisfies readonly MantineColorScheme[]

export const isScheme = (value: string): value is MantineColorScheme => colourSchemes.some((scheme) => scheme === value)

export type Preferences = {
  scheme: MantineColorScheme
  setScheme: (scheme: MantineColorScheme) => void
  setLanguage: (language: Language) => void
}

export function usePreferences(): Preferences {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const save = useMutation({ mutationFn: saveLanguage })
  return {
    scheme: colorScheme,
    setScheme: setColorScheme,
    setLanguage: (language) => {
      void changeLanguage(language)
      save.mutate(language)
    },
  }
}
