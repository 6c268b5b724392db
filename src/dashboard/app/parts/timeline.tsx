import type { ReactNode } from 'react'
import { Moment } from './moment.tsx'
import type { Tone } from './state-badge.tsx'

export type TimelineItem = {
  id: string
  at: string
  /** One line: what happened. */
  title: ReactNode
  tone?: Tone
  /** Beside it: an amount, a state. */
  beside?: ReactNode
  /** Below it: what the network said, postings, who did it. */
  children?: ReactNode
}

/** What happened, in order. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {items.map(({ id, at, title, tone = 'calm', beside, children }) => (
        <li key={id} className={tone}>
          <div className="row spread">
            <span className="timeline-title">{title}</span>
            <span className="row">
              {beside}
              <Moment at={at} look="timed" />
            </span>
          </div>
          {children && <div className="timeline-more">{children}</div>}
        </li>
      ))}
    </ol>
  )
}
