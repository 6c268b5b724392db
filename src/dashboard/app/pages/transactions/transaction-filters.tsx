import { useState } from 'react'
import type { useFilters } from '../../data/filters.ts'
import type { AskError } from '../../data/problem.ts'
import { Button } from '../../parts/button.tsx'
import { useFailReasons } from '../../parts/fail-reason.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import { transactionFilters } from './transaction-pages.ts'
import { transactionWords } from './transaction-words.ts'

type Name = keyof typeof transactionFilters
/** What people ask for every day; the others are shown where somebody wants them, or a link has set them. */
const everyday: readonly Name[] = ['state', 'created_after', 'created_before', 'amount_from', 'amount_to']

export function TransactionFilters({
  bound,
  error,
}: {
  bound: ReturnType<typeof useFilters<typeof transactionFilters>>
  error: AskError | null
}) {
  const say = useWords(transactionWords)
  const states: Record<string, string> = useWords(stateWords)
  const failReasons = useFailReasons()
  const [all, setAll] = useState(false)
  const shown = Object.fromEntries(
    Object.entries(transactionFilters).filter(
      ([name]) => all || everyday.includes(name as Name) || bound.values[name as Name] !== undefined,
    ),
  ) as typeof transactionFilters
  return (
    <div className="stack">
      <FilterBar
        filters={shown}
        bound={bound}
        error={error}
        labels={{
          state: say.state,
          kind: say.kind,
          rail: say.rail,
          currency: say.currency,
          created_after: say.after,
          created_before: say.before,
          amount_from: say.amountFrom,
          amount_to: say.amountTo,
          failed_after: say.failedAfter,
          failed_before: say.failedBefore,
          failed_from: say.failedFrom,
          attention: say.attention,
          statement: say.statement,
          note: say.note,
          authorization_code: say.authorization,
          fail_reason: say.failReason,
          external_reference: say.reference,
          metadata_value: say.metadataValue,
          contact_id: say.contact,
          credit_card_id: say.cardId,
          bank_account_id: say.accountId,
        }}
        options={{ fail_reason: failReasons }}
        values={{
          ...states,
          ...say.needs,
          debit: say.debit,
          credit: say.credit,
          card: say.card,
          eft: say.eft,
        }}
      />
      <div>
        <Button look="plain" icon={all ? 'close' : 'plus'} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say.fewerFilters : say.moreFilters}
        </Button>
      </div>
    </div>
  )
}
