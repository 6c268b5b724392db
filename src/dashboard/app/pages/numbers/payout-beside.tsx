import { Day } from '../../parts/day.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { explainWords } from '../../parts/explain-words.ts'
import { FileLink } from '../../parts/file-link.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { TransactionLink } from '../../parts/transaction-link.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { numbersWords } from './numbers-words.ts'
import type { PayoutExplanation } from './payout.ts'

/** How a payout goes to the bank, and which differences kept payments out of it. */
export function PayoutBeside({
  travels,
  not_in_it,
  currency,
}: Pick<PayoutExplanation, 'travels' | 'not_in_it'> & { currency: string }) {
  const say = useWords(numbersWords)
  const { names } = useWords(explainWords)
  const { colon } = useWords(partWords)
  return (
    <>
      <Panel title={say.travels}>
        {travels.length === 0 && <p className="soft">{say.travelsNot}</p>}
        <ul className="stack">
          {travels.map(({ part, amount, state, file, bank_file_id, line, file_on, reference }) => (
            <li key={part} className="row">
              <StateBadge state={state} />
              <Money amount={amount} currency={currency} />
              <span className="soft">
                {say.part(part)}.{' '}
                {file !== null && line !== null && file_on !== null ? (
                  <>
                    <FileLink bankFileId={bank_file_id} line={line}>
                      {say.inFile(file, line)}
                    </FileLink>
                    , <Day on={file_on} />
                  </>
                ) : (
                  say.queued
                )}
                . <code>{reference}</code>
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      {not_in_it.length > 0 && (
        <Panel title={say.notInIt}>
          <p className="soft">{say.notInItWhy}</p>
          <ul className="stack">
            {not_in_it.map(({ identifier, transaction_id, statement, expected, received, resolved_at }) => (
              <li key={identifier}>
                {transaction_id ? (
                  <TransactionLink id={transaction_id}>{statement}</TransactionLink>
                ) : (
                  names.reconciliation_item
                )}
                {colon} {say.expected} <Money amount={expected} currency={currency} />, {say.received}{' '}
                <Money amount={received} currency={currency} />
                {resolved_at && (
                  <span className="soft">
                    {' '}
                    ({say.rightSince} <Moment at={resolved_at} look="fixed" />)
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
