import type { ReactNode } from 'react'
import { useRead } from '../../data/queries.ts'
import { Moment } from '../../parts/moment.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import { numbersWords } from './numbers-words.ts'
import type { Summary } from './summary.ts'

/** How often figures are asked anew while they are looked at. */
const REFRESH_MS = 15_000

/** The figures of a time, which follow by themselves. */
export const useSummary = (range: { from?: string | undefined; to?: string | undefined }) =>
  useRead<Summary>('/company/summary', range, { refetchInterval: REFRESH_MS })

/**
 * Shows figures, and says where they are behind: to when they reach, or that there are none yet. A figure
 * that is not known is never shown as nothing.
 */
export function FiguresOf({
  summary,
  children,
}: {
  summary: ReturnType<typeof useSummary>
  children: (summary: Summary) => ReactNode
}) {
  const say = useWords(numbersWords)
  if (!summary.data && summary.error?.problem.code === 'service_unavailable')
    return <EmptyState title={say.notYetTitle}>{say.notYet}</EmptyState>
  return (
    <Loaded of={summary}>
      {(figures) => (
        <>
          {figures.behind && (
            <div className="panel" role="status">
              <p className="alert">
                {say.behind} <Moment at={figures.as_of} />.
              </p>
              <p className="soft">{say.behindWhy}</p>
            </div>
          )}
          {children(figures)}
        </>
      )}
    </Loaded>
  )
}
