import type { ReactNode } from 'react'
import { useRead } from '../../data/queries.ts'
import { useCards } from '../../parts/cards.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { accountInFrench } from './french-accounts.ts'
import { frenchCards } from './french-cards.ts'
import { sandboxWords } from './sandbox-words.ts'

type Card = { number: string; brand: string; funding: string; behaviour: string; group: string }
type Account = { rail: 'eft' | 'ach'; number: string; of: 'debit' | 'credit' | 'both'; behaviour: string }

/** Test cards, by what they are for. */
export function TestCards() {
  const { language } = useLanguage()
  const say = useWords(sandboxWords)
  const cards = useRead<{ data: Card[] }>('/sandbox/cards')
  const groups: Record<string, string> = say.groups
  return (
    <Loaded of={cards}>
      {({ data }) => (
        <div className="stack">
          <p className="soft">{say.cardsHint}</p>
          {Object.keys(groups).map((group) => (
            <Panel key={group} title={groups[group]!}>
              <Numbers
                label={groups[group]!}
                rows={data
                  .filter((card) => card.group === group)
                  .map(({ number, brand, behaviour }) => ({
                    number,
                    beside: brand,
                    behaviour: (language === 'fr' && frenchCards[number]) || behaviour,
                  }))}
              />
            </Panel>
          ))}
        </div>
      )}
    </Loaded>
  )
}

/** Account numbers, by rail. */
export function TestAccounts() {
  const say = useWords(sandboxWords)
  const { language } = useLanguage()
  const accounts = useRead<{ data: Account[] }>('/sandbox/bank_accounts')
  return (
    <Loaded of={accounts}>
      {({ data }) => (
        <div className="stack">
          <p className="soft">{say.accountsHint}</p>
          {(['eft', 'ach'] as const).map((rail) => (
            <Panel key={rail} title={say.rail[rail]}>
              <Numbers
                label={say.rail[rail]}
                rows={data
                  .filter((account) => account.rail === rail)
                  .map(({ number, of, behaviour }) => ({
                    number,
                    beside: say.of[of],
                    behaviour: (language === 'fr' && accountInFrench(behaviour)) || behaviour,
                  }))}
              />
            </Panel>
          ))}
        </div>
      )}
    </Loaded>
  )
}

function Numbers({
  label,
  rows,
}: {
  label: string
  rows: { number: string; beside: ReactNode; behaviour: string }[]
}) {
  const say = useWords(sandboxWords)
  const look = useCards()
  return (
    <table className={look} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{say.number}</th>
          <th scope="col">{say.what}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ number, beside, behaviour }) => (
          <tr key={`${number} ${behaviour}`}>
            <td className="first" data-head={say.number}>
              <span className="row">
                <code>{number}</code>
                <CopyButton text={number} name={number} />
                <span className="soft">{beside}</span>
              </span>
            </td>
            <td data-head={say.what}>{behaviour}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
