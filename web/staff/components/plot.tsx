import { Button, useComputedColorScheme } from '@mantine/core'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import type { Drawing } from './plot-engine.ts'
import css from './plot.module.css'
import type { PlotData } from './plot-options.ts'
import { ErrorState, SkeletonPlot } from './states.tsx'

export type { PlotData } from './plot-options.ts'

export type PlotProps = {
  title: string
  /** What the plot shows, in a sentence, for whoever does not see it: "Le samedi est le jour le plus rempli, à 92 %." */
  summary: string
  data: PlotData
  /** Heading of the labels' column among the figures: "Jour", "Prestation". */
  labelHeading: string
  /** In pixels. */
  height?: number
}

/** A plot, with its figures one press away. The drawing library is fetched when the first plot appears. */
export function Plot({ title, summary, data, labelHeading, height = 240 }: PlotProps): ReactNode {
  const t = useText('common')
  const [figures, setFigures] = useState(false)
  const id = useId()
  return (
    <figure className={css['plot']} aria-labelledby={id}>
      <figcaption className={css['caption']}>
        <h2 id={id} className={css['title']}>{title}</h2>
        <Button size="xs" variant="subtle" aria-pressed={figures} onClick={() => setFigures(!figures)}>
          {figures ? t('plot.show_plot') : t('plot.show_figures')}
        </Button>
      </figcaption>
      {figures ? <Figures title={title} data={data} labelHeading={labelHeading} /> : <Canvas label={`${title}. ${summary}`} data={data} height={height} />}
    </figure>
  )
}

function Canvas({ label, data, height }: { label: string; data: PlotData; height: number }): ReactNode {
  const scheme = useComputedColorScheme('light')
  const element = useRef<HTMLDivElement>(null)
  const [drawing, setDrawing] = useState<Drawing | null>(null)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    let opened: Drawing | undefined
    let gone = false
    import('./plot-engine.ts').then(
      ({ openDrawing }) => {
        if (gone || !element.current) return
        opened = openDrawing(element.current)
        setDrawing(opened)
      },
      (failure: unknown) => setError(failure),
    )
    return () => {
      gone = true
      opened?.end()
    }
  }, [])

  useEffect(() => drawing?.draw(data, scheme), [drawing, data, scheme])

  if (error) return <ErrorState error={error} />
  return (
    <div style={{ height }} className={css['canvas']}>
      {!drawing && <SkeletonPlot height={height} />}
      <div ref={element} role="img" aria-label={label} className={css['drawing']} />
    </div>
  )
}

function Figures({ title, data: { labels, series, format }, labelHeading }: Pick<PlotProps, 'title' | 'data' | 'labelHeading'>): ReactNode {
  return (
    // Wide tables scroll by themselves, also by keyboard.
    <div className={css['figures']} tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{labelHeading}</th>
            {series.map(({ name }) => <th key={name} scope="col">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({ name, values }) => {
                const value = values[index]
                return <td key={name}>{value == null ? '–' : format(value)}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
