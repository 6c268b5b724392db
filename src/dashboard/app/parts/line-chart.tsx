import { lazy, Suspense } from 'react'
import type { LineChartProps } from './line-plot.tsx'
import { Skeleton } from './states.tsx'

const LinePlot = lazy(() => import('./line-plot.tsx'))

/** A dense series over time; the library that draws it is loaded where one is shown. */
export function LineChart(props: LineChartProps) {
  return (
    <Suspense fallback={<Skeleton lines={4} />}>
      <LinePlot {...props} />
    </Suspense>
  )
}
