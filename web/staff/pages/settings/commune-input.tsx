import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Commune, communesQuery } from './data.ts'

export type CommuneInputProps = Pick<AutocompleteProps, 'label' | 'description' | 'error' | 'inputWrapperOrder'> & {
  /** The commune's name as it stands. */
  name: string
  /** Chosen from the list, or null for a name of one's own (a place outside France). */
  onChange: (name: string, commune: Commune | null) => void
}

const optionOf = ({ name, department_code }: Commune): string => `${name} (${department_code})`

/** A commune by the beginning of its name or postcode; the server forgives slips. */
export function CommuneInput({ name, onChange, ...input }: CommuneInputProps): ReactNode {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed, 120)
  const { data: communes = [] } = useQuery(communesQuery(asked))
  const data = [...new Set(communes.map(optionOf))]

  function change(text: string): void {
    const commune = communes.find((one) => optionOf(one) === text)
    setTyped(commune ? '' : text)
    onChange(commune ? commune.name : text, commune ?? null)
  }

  // What the server found is what is offered: filtering it again would hide what it forgave.
  return <Autocomplete {...input} value={name} onChange={change} data={typed ? data : []} filter={({ options }) => options} autoComplete="off" maxLength={120} />
}
