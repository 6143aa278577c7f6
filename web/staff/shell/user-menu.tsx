import { Menu } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { IconKeyboard, IconLogout } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { languageNames, languages, useLanguage, useText } from '../i18n/i18n.ts'
import { meQuery } from '../session.ts'
import { useSignOut } from './account.ts'
import { colourSchemes, isScheme, usePreferences } from './preferences.ts'
import { Keys } from '../components/keys.tsx'
import css from './user-menu.module.css'

const initials = (name: string): string => name.split(/\s+/).map((word) => word.slice(0, 1)).slice(0, 2).join('').toUpperCase()

/** Who is signed in; the language, the colours, the shortcuts, and the way out. */
export function UserMenu({ onHelp }: { onHelp: () => void }): ReactNode {
  const t = useText('shell')
  const { data: me } = useSuspenseQuery(meQuery)
  const language = useLanguage()
  const { scheme, setScheme, setLanguage } = usePreferences()
  const signOut = useSignOut()

  return (
    <Menu width={264} position="top-start">
      <Menu.Target>
        <button type="button" className={css['target']} title={me.account.name}>
          <span className={css['initials']} aria-hidden="true">{initials(me.account.name)}</span>
          <span className={css['name']}>{me.account.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={css['email'] ?? ''}>{me.account.email}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('account.language')}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={(value) => { const chosen = languages.find((one) => one === value); if (chosen) setLanguage(chosen) }}>
          {languages.map((one) => <Menu.RadioItem key={one} value={one} lang={one}>{languageNames[one]}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Label>{t('account.colours')}</Menu.Label>
        <Menu.RadioGroup value={scheme} onChange={(value) => isScheme(value) && setScheme(value)}>
          {colourSchemes.map((one) => <Menu.RadioItem key={one} value={one}>{t(`account.scheme.${one}`)}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.5} />} rightSection={<Keys shortcut="?" />} onClick={onHelp}>{t('help.title')}</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} onClick={signOut}>{t('account.sign_out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
