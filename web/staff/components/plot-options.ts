/** What ECharts is told to draw. Kept apart from the component: it is fetched with the drawing library. */
import type { EChartsCoreOption } from 'echarts/core'
import { type AgendaColour, agendaColourNames, agendaColours, colours, type Scheme } from '../theme/tokens.ts'

/** One line, one colour of bars, or one row of a heat map; `values` stand beside the labels, null where unknown. */
export type Series = { name: string; values: readonly (number | null)[]; colour?: AgendaColour }

export type PlotData = {
  /** Bars upright, bars stacked, bars lying (long labels), lines over time, or shades in a grid (one series a row). */
  kind: 'bars' | 'stacked' | 'lying' | 'lines' | 'heat'
  labels: readonly string[]
  series: readonly Series[]
  /** How a value is said: "38,5 %", "45,00 €". */
  format: (value: number) => string
}

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const
const marks = ['circle', 'rect', 'triangle', 'diamond'] as const

/** The option for `echarts.setOption`. Series differ by dash and mark as well as colour. */
export function plotOptions({ kind, labels, series, format }: PlotData, scheme: Scheme): EChartsCoreOption {
  const colour = colours[scheme]
  const text = { color: colour['ink-2'], fontSize: 12, fontFamily: font }
  const categories = { type: 'category', data: [...labels], axisTick: { show: false }, axisLine: { lineStyle: { color: colour['line-strong'] } }, axisLabel: text }
  const values = { type: 'value', splitLine: { lineStyle: { color: colour.line } }, axisLabel: { ...text, formatter: format }, splitNumber: 4 }
  const shared = {
    animation: false,
    textStyle: { fontFamily: font },
    tooltip: {
      trigger: kind === 'heat' ? 'item' : 'axis',
      axisPointer: { type: kind === 'lines' ? 'line' : 'shadow', lineStyle: { color: colour['line-strong'] }, shadowStyle: { color: colour['ink-3'], opacity: 0.08 } },
      backgroundColor: colour.raised,
      borderColor: colour['line-strong'],
      borderWidth: 1,
      padding: [8, 12],
      extraCssText: 'box-shadow:none;font-variant-numeric:tabular-nums',
      textStyle: { color: colour.ink, fontSize: 13, fontFamily: font },
      confine: true,
    },
    grid: { left: 8, right: 8, top: series.length > 1 && kind !== 'heat' ? 36 : 12, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    ...(series.length > 1 && kind !== 'heat' ? { legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 8, itemGap: 16, textStyle: text } } : {}),
  }
  if (kind === 'heat') return { ...shared, ...heat({ kind, labels, series, format }, scheme, text) }

  const lying = kind === 'lying'
  return {
    ...shared,
    xAxis: lying ? values : { ...categories, boundaryGap: kind !== 'lines' },
    // A list reads from the top; ECharts counts from the bottom.
    yAxis: lying ? { ...categories, inverse: true } : values,
    series: series.map(({ name, values: data, colour: named }, index) => {
      const hue = agendaColours[named ?? agendaColourNames[index % agendaColourNames.length] ?? 'grey'].hue
      const common = { name, data: [...data], color: hue, tooltip: { valueFormatter: said(format) } }
      if (kind === 'lines') {
        return {
          ...common, type: 'line', symbol: marks[index % marks.length], symbolSize: 6, showSymbol: labels.length <= 40,
          lineStyle: { width: 2, type: dashes[index % dashes.length] },
        }
      }
      return { ...common, type: 'bar', barMaxWidth: 28, barGap: '10%', ...(kind === 'stacked' ? { stack: 'all', itemStyle: { borderColor: colour.canvas, borderWidth: 0.5 } } : {}) }
    }),
  }
}

const said = (format: PlotData['format']) => (value: unknown): string => (typeof value === 'number' ? format(value) : '–')

function heat({ labels, series, format }: PlotData, scheme: Scheme, text: object): EChartsCoreOption {
  const colour = colours[scheme]
  const cells = series.flatMap(({ values }, row) => values.map((value, column) => [column, row, value] as const)).filter(([, , value]) => value !== null)
  const axis = { axisTick: { show: false }, axisLine: { show: false }, axisLabel: text }
  return {
    xAxis: { ...axis, type: 'category', data: [...labels] },
    yAxis: { ...axis, type: 'category', data: series.map(({ name }) => name), inverse: true },
    visualMap: { show: false, min: 0, max: Math.max(1, ...cells.map(([, , value]) => value ?? 0)), inRange: { color: [colour.sunken, colour['accent-soft'], colour.accent] } },
    tooltip: {
      trigger: 'item',
      formatter: ({ value: [column, row, value] }: { value: [number, number, number] }) => `${series[row]?.name ?? ''} · ${labels[column] ?? ''}<br><b>${format(value)}</b>`,
      backgroundColor: colour.raised, borderColor: colour['line-strong'], textStyle: { color: colour.ink, fontSize: 13 }, confine: true,
    },
    series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: colour.canvas, borderWidth: 2 }, emphasis: { itemStyle: { borderColor: colour.ink, borderWidth: 1 } } }],
  }
}
