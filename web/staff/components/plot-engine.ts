/** ECharts with only what our plots use, drawn as SVG so that print and zoom stay sharp. Fetched with the first plot. */
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Scheme } from '../theme/tokens.ts'
import { type PlotData, plotOptions } from './plot-options.ts'

use([BarChart, HeatmapChart, LineChart, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, SVGRenderer])

export type Drawing = { draw: (data: PlotData, scheme: Scheme) => void; end: () => void }

/** Draws in `element` and follows its size. */
export function openDrawing(element: HTMLElement): Drawing {
  const chart = init(element, null, { renderer: 'svg' })
  const observer = new ResizeObserver(() => chart.resize())
  observer.observe(element)
  return {
    draw: (data, scheme) => chart.setOption(plotOptions(data, scheme), { notMerge: true }),
    end: () => {
      observer.disconnect()
      chart.dispose()
    },
  }
}
