import { useEffect, useRef } from 'react'
import Plot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTimeZone } from '../data/here.tsx'
import { dateFormat, numberFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'

type LineChartProps = {
  /** Times in seconds since 1970, ascending. */
  times: readonly number[]
  /** For drawing only; null is a gap. The colours are taken in this order. */
  series: readonly { name: string; points: readonly (number | null)[] }[]
  /** What is seen, in words. */
  label: string
  height?: number
}

/** What a day takes below the line, in pixels: fewer are told where they would run into each other. */
const DAY_SPACE = 90
const colours = ['--accent', '--bad', '--good', '--warn']

/**
 * A dense series over time. uPlot draws on a canvas, which knows no custom properties: the colours are read
 * when it is made.
 */
export function LineChart({ times, series, label, height = 220 }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const { language } = useLanguage()
  const timeZone = useTimeZone()
  useEffect(() => {
    const at = box.current!
    const ink = (name: string) => colourOf(at, name)
    const axis = { stroke: ink('--soft'), grid: { stroke: ink('--line') }, ticks: { show: false } }
    const numbers = numberFormat(locales[language])
    const plot = new Plot(
      {
        width: at.clientWidth,
        height,
        tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), timeZone),
        // Its own are in the browser's language, which need not be the one that was chosen.
        axes: [
          { ...axis, space: DAY_SPACE },
          { ...axis, size: 60, values: (_, ticks) => ticks.map((tick) => numbers.format(tick)) },
        ],
        legend: { live: false },
        series: [
          { label: '' },
          ...series.map(({ name }, index) => ({
            label: name,
            width: 2,
            stroke: ink(colours[index % colours.length]!),
          })),
        ],
        fmtDate: () => (date) => dateFormat(locales[language], { dateStyle: 'short' }).format(date),
      },
      [[...times], ...series.map(({ points }) => [...points])] as Plot.AlignedData,
      at,
    )
    const watch = new ResizeObserver(() => plot.setSize({ width: at.clientWidth, height }))
    watch.observe(at)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [times, series, height, language, timeZone])
  return <div ref={box} className="plot" role="img" aria-label={label} />
}

/** What a token is here and now, as a canvas takes it: light or dark is decided by the element. */
function colourOf(at: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  at.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
