import { useState } from 'react'
import { useRead } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { useCards } from '../../parts/cards.ts'
import { Day } from '../../parts/day.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { Money } from '../../parts/money.tsx'
import { MoneyButton } from '../../parts/money-button.tsx'
import { Badge, StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { TransactionLink } from '../../parts/transaction-link.tsx'
import { useWords } from '../../words/words.ts'
import type { Occurrence, Schedule } from './schedule.ts'
import { scheduleWords } from './schedule-words.ts'
import { useTakeBack } from './take-back.ts'

/** Dates that are shown at once. */
const ROWS = 50

/** What came of each date, newest first. */
export function ScheduleHistory({ schedule }: { schedule: Schedule }) {
  const say = useWords(scheduleWords)
  const look = useCards()
  const [before, setBefore] = useState<number>()
  const read = useRead<{ data: Occurrence[]; next_before: number | null }>(
    `/schedule/${schedule.identifier}/occurrences`,
    { limit: ROWS, before },
  )
  const may = useMay()('scheduled:write')
  /** The one before the next: no other can be taken back, and that one for a day (docs/schedules.md). */
  const isBack = ({ state, number }: Occurrence) =>
    may && state === 'skipped' && number + 1 === schedule.next_dates[0]?.number
  const badge = ({ state }: Occurrence) => {
    if (state === 'due') return <Badge tone="going">{say.due}</Badge>
    if (state === 'made') return <Badge tone="good">{say.made}</Badge>
    return <StateBadge state={state} />
  }
  return (
    <Panel title={say.history}>
      <Loaded of={read}>
        {({ data, next_before }) =>
          data.length === 0 ? (
            <EmptyState icon="clock" title={say.noHistory}>
              {say.noHistoryWhy}
            </EmptyState>
          ) : (
            <>
              <table className={look} aria-label={say.history}>
                <thead>
                  <tr>
                    {[say.date, say.state, say.amount, say.transaction].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {data.map((one) => (
                    <tr key={one.number}>
                      <td className="first" data-head={say.date}>
                        <Day on={one.due_on} />
                      </td>
                      <td data-head={say.state}>
                        <span className="row">
                          {badge(one)}
                          <FailReason reason={one.fail_reason} />
                          {isBack(one) && <TakeBack schedule={schedule} number={one.number} />}
                        </span>
                      </td>
                      <td data-head={say.amount}>
                        <Money amount={one.amount} currency={schedule.currency} />
                      </td>
                      <td data-head={say.transaction}>
                        {one.transaction_id ? (
                          <TransactionLink id={one.transaction_id}>{say.transaction}</TransactionLink>
                        ) : (
                          '—'
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <div className="row end">
                {before !== undefined && <Button onClick={() => setBefore(undefined)}>{say.newest}</Button>}
                {next_before !== null && <Button onClick={() => setBefore(next_before)}>{say.older}</Button>}
              </div>
            </>
          )
        }
      </Loaded>
    </Panel>
  )
}

function TakeBack({ schedule, number }: { schedule: Schedule; number: number }) {
  const say = useWords(scheduleWords)
  const takeBack = useTakeBack(schedule)
  return <MoneyButton onClick={() => takeBack(number)}>{say.restore}</MoneyButton>
}
