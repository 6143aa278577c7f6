import { ColorInput, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../../api.ts'
import { Field } from '../../components/form.tsx'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { languageNames, languages, useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { type Network, networkPath, networkQuery } from './data.ts'
import { SettingsForm } from './settings-form.tsx'
import { SettingsPage } from './settings-page.tsx'
import css from './settings.module.css'
import { hintBelow } from './hint-below.ts'

/** What the network says of itself. */
export function NetworkPage(): ReactNode {
  const { network } = usePlace()
  const { data, error, refetch } = useQuery(networkQuery(network.network_id))
  return (
    <SettingsPage part="network">
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonLines lines={6} />}
      {data && <NetworkForm present={data} />}
    </SettingsPage>
  )
}

type Values = { name: string; brand: string; siren: string; slug: string; locale: string; colour: string }

function NetworkForm({ present }: { present: Network }): ReactNode {
  const t = useText('settings')
  const { name, brand, siren, slug, locale, colour } = present
  const values: Values = { name, brand: brand ?? '', siren: siren ?? '', slug, locale, colour }

  async function save({ brand: newBrand, siren: newSiren, ...rest }: Partial<Values>): Promise<void> {
    const body = { ...rest, ...(newBrand === undefined ? {} : { brand: newBrand || null }), ...(newSiren === undefined ? {} : { siren: newSiren || null }) }
    const saved = await api.patch<Network>(networkPath(present.network_id), body)
    // The address of this very page begins with the network's: one goes along with it.
    if (saved.slug !== slug) window.location.replace(`/app/${saved.slug}/settings/network`)
  }

  return (
    <div className={css['column']}>
      <SettingsForm values={values} save={save} done={t('network.done')} failure={t('not_saved')}>
        {(form) => (
          <>
            <Field form={form} name="name"><TextInput label={t('network.name')} required maxLength={120} /></Field>
            <div className={css['pair']}>
              <Field form={form} name="brand"><TextInput label={t('network.brand')} inputWrapperOrder={hintBelow} description={t('network.brand_hint')} maxLength={120} /></Field>
              <Field form={form} name="siren"><TextInput label={t('network.siren')} inputWrapperOrder={hintBelow} description={t('network.siren_hint')} inputMode="numeric" maxLength={20} /></Field>
            </div>
            <Field form={form} name="slug"><TextInput label={t('network.slug')} description={t('network.slug_hint', { address: `${window.location.host}/${form.values.slug}` })} autoCapitalize="off" spellCheck={false} maxLength={60} /></Field>
            <div className={css['pair']}>
              <Field form={form} name="colour"><ColorInput label={t('network.colour')} inputWrapperOrder={hintBelow} description={t('network.colour_hint')} format="hex" withEyeDropper={false} popoverProps={{ withinPortal: true }} /></Field>
              <div>
                <p className={css['label']} id="network-language">{t('network.language')}</p>
                <SegmentedControl aria-labelledby="network-language" data={languages.map((value) => ({ value, label: languageNames[value] }))} value={form.values.locale} onChange={(value) => form.setFieldValue('locale', value)} />
              </div>
            </div>
          </>
        )}
      </SettingsForm>
    </div>
  )
}
