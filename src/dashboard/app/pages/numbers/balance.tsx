import { useRead } from '../../data/queries.ts'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Explained } from '../../parts/explained.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { ledgerAccountWords } from '../../words/ledger-account-words.ts'
import { useWords } from '../../words/words.ts'
import { NextPayoutsPanel } from './next-payouts.tsx'
import { balancePage } from './numbers-pages.ts'
import { numbersWords } from './numbers-words.ts'

type Balances = { data: readonly { currency: string; balances: Readonly<Record<string, string>> }[] }

const isNothing = ({ balances }: Balances['data'][number]) =>
  Object.values(balances).every((amount) => /^-?0\.00$/.test(amount))

/** What is owed to the company, account by account; each opens down to the files behind it. */
export default function Balance() {
  const say = useWords(numbersWords)
  const accounts = useWords(ledgerAccountWords)
  const { language } = useLanguage()
  const balances = useRead<Balances>('/balance')
  return (
    <div className="stack">
      <PageHeader title={balancePage.title[language]}>{say.signs}</PageHeader>
      <Loaded of={balances}>
        {({ data }) => (
          <div className="stack">
            {data.every(isNothing) && (
              <EmptyState icon="scales" title={say.noBalance}>
                {say.noBalanceYet}
              </EmptyState>
            )}
            {data
              .filter((one) => !isNothing(one))
              .map(({ currency, balances }) => (
                <Panel key={currency} title={`${say.accounts}, ${currency}`}>
                  <DescriptionList
                    items={Object.entries(balances).map(([account, amount]) => {
                      const name = accounts[account] ?? account
                      return [
                        name,
                        <Explained
                          key={account}
                          amount={amount}
                          currency={currency}
                          name={name}
                          path={`/balance/explain?${new URLSearchParams({ currency, account })}`}
                        />,
                      ] as const
                    })}
                  />
                </Panel>
              ))}
          </div>
        )}
      </Loaded>
      <NextPayoutsPanel />
    </div>
  )
}
