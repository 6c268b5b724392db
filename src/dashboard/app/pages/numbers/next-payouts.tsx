import type { ReactNode } from 'react'
import { useRead } from '../../data/queries.ts'
import { Panel } from '../../parts/description-list.tsx'
import { Explained } from '../../parts/explained.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Loaded } from '../../parts/states.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { numbersWords } from './numbers-words.ts'
import type { NextPayouts } from './summary.ts'

/** What the next payouts will be, told as the estimate that it is. */
export function NextPayoutsPanel({ more }: { more?: ReactNode }) {
  const say = useWords(numbersWords)
  const { colon } = useWords(partWords)
  const next = useRead<NextPayouts>('/payout/next')
  return (
    <Panel title={say.next}>
      <Loaded of={next}>
        {({ data, next_clearing_at }) => (
          <div className="stack">
            {data.length === 0 && <p>{say.nextNone}</p>}
            {data.length > 0 && <p className="soft">{say.nextEstimate}</p>}
            {data.length > 0 && (
              <ul className="stack">
                {data.map((of) => (
                  <li key={`${of.to_bank_account_id} ${of.currency}`}>
                    <strong>
                      <Explained
                        amount={of.amount}
                        currency={of.currency}
                        name={say.next}
                        path={`/payout/next/explain?${new URLSearchParams({
                          to_bank_account_id: of.to_bank_account_id,
                          currency: of.currency,
                        })}`}
                      />
                    </strong>{' '}
                    {say.toAccount(of.account_last4)}
                    <div className="soft">
                      {say.waits(of.items_total)}. {of.is_carried_over && say.carriedOver}
                    </div>
                  </li>
                ))}
              </ul>
            )}
            {next_clearing_at && (
              <p className="soft">
                {say.nextClearing}
                {colon} <Moment at={next_clearing_at} coming />
              </p>
            )}
            {more}
          </div>
        )}
      </Loaded>
    </Panel>
  )
}
