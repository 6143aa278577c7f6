import { ColorInput, Select, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { api } from '../../api.ts'
import { Field } from '../../components/form.tsx'
import { useText } from '../../i18n/i18n.ts'
import { usePlace } from '../../place.ts'
import { ActivityInput } from './activity-input.tsx'
import { CommuneInput } from './commune-input.tsx'
import { type Establishment, networkPath } from './data.ts'
import { SettingsForm } from './settings-form.tsx'
import css from './settings.module.css'
import { hintBelow } from './hint-below.ts'

/** Those that may be empty are sent as null. */
const optional = ['siret', 'phone', 'email', 'website'] as const
const own = ['name', 'activity', 'description', 'street', 'postcode', 'commune_code', 'commune_name', 'slug', 'colour', 'time_zone'] as const

type Values = Record<(typeof optional)[number], string> & Pick<Establishment, (typeof own)[number]>

function valuesOf(place: Establishment): Values {
  const kept = Object.fromEntries(own.map((key) => [key, place[key]])) as Pick<Establishment, (typeof own)[number]>
  const texts = Object.fromEntries(optional.map((key) => [key, place[key] ?? ''])) as Record<(typeof optional)[number], string>
  return { ...kept, ...texts }
}

const zones = Intl.supportedValuesOf('timeZone')

/** Who and where the establishment is. */
export function IdentityTab({ place }: { place: Establishment }): ReactNode {
  const t = useText('settings')
  const { network } = usePlace()

  async function save(change: Partial<Values>): Promise<void> {
    const emptied = Object.fromEntries(optional.filter((key) => change[key] === '').map((key) => [key, null]))
    await api.patch(`${networkPath(network.network_id)}/establishments/${place.establishment_id}`, { ...change, ...emptied })
  }

  return (
    <div className={css['column']}>
      <SettingsForm values={valuesOf(place)} save={save} done={t('identity.done')} failure={t('not_saved')}>
        {(form) => (
          <>
            <section className={css['section']}>
              <div className={css['pair']}>
                <Field form={form} name="name"><TextInput label={t('identity.name')} required maxLength={120} /></Field>
                <ActivityInput label={t('identity.activity')} value={form.values.activity} onChange={(activity) => form.setFieldValue('activity', activity)} error={form.errors['activity']} />
              </div>
              <Field form={form} name="description"><Textarea label={t('identity.description')} description={t('identity.description_hint')} autosize minRows={3} maxRows={10} maxLength={2000} /></Field>
            </section>
            <section className={css['section']}>
              <h2>{t('identity.place')}</h2>
              <Field form={form} name="street"><TextInput label={t('identity.street')} maxLength={200} autoComplete="off" /></Field>
              <div className={css['pair']}>
                <CommuneInput
                  label={t('identity.commune')} inputWrapperOrder={hintBelow} description={form.values.commune_code === null && form.values.commune_name !== '' ? t('identity.commune_unknown') : t('identity.commune_hint')} name={form.values.commune_name} error={form.errors['commune_code'] ?? form.errors['commune_name']}
                  onChange={(name, commune) => {
                    form.setValues({ commune_name: name, commune_code: commune?.commune_code ?? null })
                    // Most communes have one postcode; where there are several, the first three digits at least are right.
                    if (commune && !commune.postcodes.includes(form.values.postcode)) form.setFieldValue('postcode', commune.postcodes[0] ?? '')
                  }}
                />
                <Field form={form} name="postcode"><TextInput label={t('identity.postcode')} inputMode="numeric" maxLength={10} autoComplete="off" /></Field>
              </div>
              <Field form={form} name="time_zone"><Select label={t('identity.time_zone')} description={t('identity.time_zone_hint')} data={zones} searchable allowDeselect={false} limit={40} maxDropdownHeight={280} /></Field>
            </section>
            <section className={css['section']}>
              <h2>{t('identity.contact')}</h2>
              <div className={css['pair']}>
                <Field form={form} name="phone"><TextInput label={t('identity.phone')} type="tel" maxLength={40} autoComplete="off" /></Field>
                <Field form={form} name="email"><TextInput label={t('identity.email')} type="email" maxLength={254} autoComplete="off" /></Field>
              </div>
              <Field form={form} name="website"><TextInput label={t('identity.website')} type="url" maxLength={300} autoComplete="off" /></Field>
            </section>
            <section className={css['section']}>
              <h2>{t('identity.signs')}</h2>
              <Field form={form} name="siret"><TextInput label={t('identity.siret')} description={t('identity.siret_hint')} inputMode="numeric" maxLength={24} /></Field>
              <Field form={form} name="slug"><TextInput label={t('identity.slug')} description={t('identity.slug_hint', { address: `${window.location.host}/${network.slug}/${form.values.slug}` })} autoCapitalize="off" spellCheck={false} maxLength={60} /></Field>
              <Field form={form} name="colour"><ColorInput label={t('identity.colour')} description={t('identity.colour_hint')} format="hex" withEyeDropper={false} /></Field>
            </section>
          </>
        )}
      </SettingsForm>
    </div>
  )
}
