import type { ReactNode } from 'react'

/**
 * Small series, drawn by hand. `points` are for drawing only, so floats will do; what is read or summed
 * stands beside them as text from the server. `label` says in words what is seen.
 */
const WIDTH = 120
const HEIGHT = 28

const scaled = (points: readonly number[]) => {
  const low = Math.min(0, ...points)
  const span = Math.max(...points, 0) - low || 1
  return points.map((point) => (point - low) / span)
}

/** A line of a row's height. */
export function Sparkline({ points, label }: { points: readonly number[]; label: string }) {
  const step = WIDTH / Math.max(points.length - 1, 1)
  const line = scaled(points).map(
    (y, at) => `${(at * step).toFixed(1)},${(HEIGHT - 2 - y * (HEIGHT - 4)).toFixed(1)}`,
  )
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline
        points={line.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinejoin="round"
      />
    </svg>
  )
}

export type Bar = {
  id: string
  name: ReactNode
  /** Its length. */
  size: number
  /** What it says at its end: an amount, a count. */
  shown: string
}

/** Some things by size, each a bar with its name and what it says. A list for those who do not see it. */
export function BarChart({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const most = Math.max(...bars.map(({ size }) => size), 1)
  return (
    <ul className="bars" aria-label={label}>
      {bars.map(({ id, name, size, shown }) => (
        <li key={id}>
          <span>{name}</span>
          <span className="number">{shown}</span>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect width={(size / most) * 100} height="6" rx="2" fill="currentColor" />
          </svg>
        </li>
      ))}
    </ul>
  )
}
