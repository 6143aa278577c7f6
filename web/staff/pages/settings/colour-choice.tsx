import type { ReactNode } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { agendaColourNames, agendaColours } from '../../theme/tokens.ts'
import css from './settings.module.css'

/** One of the agenda colours, each with its name: told apart by word as well as by eye. */
export function ColourChoice({ label, value, onChange }: { label: string; value: string; onChange: (colour: string) => void }): ReactNode {
  const t = useText('settings')
  return (
    <fieldset className={css['swatches']}>
      <legend>{label}</legend>
      {agendaColourNames.map((name) => {
        const { hue } = agendaColours[name]
        return (
          <label key={name}>
            <input type="radio" className="unseen" name={`colour-${label}`} value={hue} checked={hue === value} onChange={() => onChange(hue)} />
            <i style={{ background: hue }} aria-hidden="true" />
            {t(`colours.${name}`)}
          </label>
        )
      })}
    </fieldset>
  )
}
