import { Button, SegmentedControl, Select, Textarea } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { noticeBlocks } from '../../../../src/protection/notices/blocks.ts'
import type { NoticeDesk } from '../../../../src/protection/notices/schemas.ts'
import { api } from '../../api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorState, SkeletonLines } from '../../components/states.tsx'
import { languageNames, languages, useLanguage, useText } from '../../i18n/i18n.ts'
import { useFormat, usePlace } from '../../place.ts'
import { establishmentsQuery, networkPath, noticeQuery, noticeVersionQuery, useAct } from './data.ts'
import css from './notice.module.css'
import { LeaveGuard } from './settings-form.tsx'
import { SettingsPage } from './settings-page.tsx'
import shared from './settings.module.css'

const whole = 'network'

/** What people are told when their data is collected: the text, its versions, and publishing a new one. */
export function NoticePage(): ReactNode {
  const t = useText('settings')
  const language = useLanguage()
  const { network, establishment } = usePlace()
  const [scope, setScope] = useState(establishment?.establishment_id ?? whole)
  const [locale, setLocale] = useState(language)
  const { data: places = [] } = useQuery(establishmentsQuery(network.network_id))
  const establishment_id = scope === whole ? null : scope
  const { data, error, refetch } = useQuery({ ...noticeQuery(network.network_id, establishment_id, locale), placeholderData: keepPreviousData })
  return (
    <SettingsPage part="notice">
      <p className={css['intro']}>{t('notice.intro')}</p>
      <div className={css['choose']}>
        <Select
          label={t('notice.for')} allowDeselect={false} value={scope} onChange={(value) => setScope(value ?? whole)}
          data={[{ value: whole, label: t('notice.whole') }, ...places.filter(({ archived_at }) => archived_at === null).map(({ establishment_id: value, name }) => ({ value, label: name }))]}
        />
        <SegmentedControl aria-label={t('notice.language')} data={languages.map((value) => ({ value, label: languageNames[value] }))} value={locale} onChange={(value) => setLocale(value as typeof locale)} />
      </div>
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonLines lines={10} />}
      {data && <Desk key={`${scope} ${locale} ${data.current?.notice_id ?? ''}`} desk={data} establishment_id={establishment_id} locale={locale} />}
    </SettingsPage>
  )
}

function Desk({ desk, establishment_id, locale }: { desk: NoticeDesk; establishment_id: string | null; locale: 'fr' | 'en' }): ReactNode {
  const t = useText('settings')
  const format = useFormat()
  const { network } = usePlace()
  const act = useAct()
  const inForce = desk.current?.body ?? desk.proposed
  const [body, setBody] = useState(inForce)
  const [shown, setShown] = useState<string | null>(null)
  const dirty = body !== inForce
  const path = `${networkPath(network.network_id)}/notices`
  const publish = (): void => act.mutate({ write: () => api.post(path, { establishment_id, locale, body }) })
  return (
    <>
      <LeaveGuard dirty={dirty} />
      <p className={shared['quiet']}>
        {desk.current === null ? t('notice.not_yet') : t('notice.in_force', { version: desk.current.version, when: format.fullDay(desk.current.published_at.slice(0, 10)) })}
      </p>
      <div className={css['desk']}>
        <div>
          <Textarea label={t('notice.text')} description={t('notice.markup')} value={body} onChange={({ currentTarget }) => setBody(currentTarget.value)} autosize minRows={18} maxRows={40} maxLength={20_000} classNames={{ input: css['text'] ?? '' }} />
          <div className={shared['foot']}>
            {body !== desk.proposed && <Button variant="default" className={shared['away'] ?? ''} onClick={() => setBody(desk.proposed)}>{t('notice.use_proposed')}</Button>}
            {dirty && <Button variant="default" onClick={() => setBody(inForce)}>{t('form.revert')}</Button>}
            <Button variant="filled" disabled={(!dirty && desk.current !== null) || body.trim() === '' || act.isPending} onClick={publish}>{t('notice.publish')}</Button>
          </div>
          <p className={shared['quiet']}>{t('notice.kept')}</p>
        </div>
        <section className={css['preview']} aria-label={t('notice.preview')}>
          <Body text={body} />
        </section>
      </div>
      {desk.history.length > 0 && (
        <section className={shared['legend']}>
          <h2>{t('notice.history')}</h2>
          <ul className={shared['list']}>
            {desk.history.map(({ notice_id, version, published_at, establishment_id: of }, index) => (
              <li key={notice_id} className={shared['row']}>
                <span className={shared['what']}>
                  <button type="button" onClick={() => setShown(notice_id)}>{t('notice.version', { version })}</button>
                  <span>{[format.fullDay(published_at.slice(0, 10)), of === null ? t('notice.whole') : '', index === 0 ? t('notice.is_in_force') : ''].filter(Boolean).join(' · ')}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Dialog opened={shown !== null} onClose={() => setShown(null)} title={t('notice.published')} size="lg">
        {shown !== null && <Version notice_id={shown} />}
      </Dialog>
    </>
  )
}

function Version({ notice_id }: { notice_id: string }): ReactNode {
  const { network } = usePlace()
  const { data, error, refetch } = useQuery(noticeVersionQuery(network.network_id, notice_id))
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={10} />
  return <div className={css['preview']}><Body text={data.body} /></div>
}

/** The text as people read it. */
function Body({ text }: { text: string }): ReactNode {
  return noticeBlocks(text).map((block, index) => {
    if (block.kind === 'heading') return <h2 key={index}>{block.text}</h2>
    if (block.kind === 'paragraph') return <p key={index}>{block.text}</p>
    return <ul key={index}>{block.items.map((item, at) => <li key={at}>{item}</li>)}</ul>
  })
}
