import { Switch } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { type CommandGroup, useCommandList } from '../commands.ts'
import { Dialog } from '../components/dialog.tsx'
import { Keys } from '../components/keys.tsx'
import { setSingleKeys, singleKeys } from '../keyboard.ts'
import css from './help.module.css'

const groups: readonly CommandGroup[] = ['page', 'go', 'app']

/** Every shortcut that works here, from the same list that the keyboard reads. */
export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useText('shell')
  const [single, setSingle] = useState(singleKeys)
  const commands = useCommandList().filter(({ shortcut }) => shortcut)
  const shown = groups.map((group) => ({ group, commands: commands.filter((command) => (command.group ?? 'page') === group) })).filter((one) => one.commands.length > 0)

  return (
    <Dialog opened={opened} onClose={onClose} title={t('help.title')} size="lg">
      <div className={css['groups']}>
        {shown.map(({ group, commands: inGroup }) => (
          <section key={group}>
            <h3 className={css['heading']}>{t(`groups.${group}`)}</h3>
            <dl className={css['list']}>
              {inGroup.map(({ id, label, shortcut = '' }) => (
                <div key={id} className={css['row']}>
                  <dt>{label}</dt>
                  <dd><Keys shortcut={shortcut} /></dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        className={css['single'] ?? ''}
        label={t('help.single')}
        description={t('help.single_detail')}
        checked={single}
        onChange={({ currentTarget }) => {
          setSingle(currentTarget.checked)
          setSingleKeys(currentTarget.checked)
        }}
      />
    </Dialog>
  )
}
