import { useParams } from '@tanstack/react-router'
import { useRead } from '../../data/queries.ts'
import { AccountByName } from '../../parts/account-by-name.tsx'
import { cardName } from '../../parts/card-name.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { NotPossible } from '../../parts/not-possible.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Question } from '../../parts/question.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { TransactionLink } from '../../parts/transaction-link.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { useMoneyText } from '../transactions/shown.ts'
import type { Refund } from './refund.ts'
import { refundPage } from './refund-pages.ts'
import { refundWords } from './refund-words.ts'

type Action = { action: 'refund_again'; allowed: boolean; why_not: string | null; amount_max: string | null }

/** One refund: how it goes, what became of it, and what can be done. */
export default function RefundDetail() {
  const say = useWords(refundWords)
  const { language } = useLanguage()
  const { refund: id } = useParams({ strict: false }) as { refund: string }
  const read = useRead<Refund>(`/refund/${id}`)
  const actions = useRead<{ data: Action[] }>(`/refund/${id}/actions`, { language })
  const refund = read.data
  return (
    <div className="stack">
      <PageHeader
        title={refundPage.title[language]}
        above={refund && <TransactionLink id={refund.debit_id}>{say.debit}</TransactionLink>}
        beside={refund && <StateBadge state={refund.state} />}
      />
      <Loaded of={read}>
        {(refund) => (
          <>
            <Panel title={say.actions}>
              <Loaded of={actions}>{({ data }) => <Actions refund={refund} actions={data} />}</Loaded>
            </Panel>
            <Panel title={say.facts}>
              <DescriptionList
                items={[
                  [say.amount, <Money key="amount" amount={refund.amount} currency={refund.currency} />],
                  [say.method, say.methods[refund.method]],
                  [say.goesTo, <GoesTo key="to" refund={refund} />],
                  [say.why, refund.fail_reason && <FailReason key="why" reason={refund.fail_reason} />],
                  [say.note, refund.note],
                  [say.created, <Moment key="created" at={refund.created_at} look="exact" />],
                  [say.changed, <Moment key="changed" at={refund.updated_at} look="exact" />],
                  [say.returned, refund.returned_at && <Moment key="returned" at={refund.returned_at} />],
                  [
                    say.identifier,
                    <span key="id" className="row">
                      <code>{refund.refund_id}</code>
                      <CopyButton text={refund.refund_id} name={say.identifier} />
                    </span>,
                  ],
                ]}
              />
            </Panel>
          </>
        )}
      </Loaded>
    </div>
  )
}

type Debit = { contact_id: string; card: { brand: string | null; last4: string | null } | null }

/** The card that was charged, or the account of the contact. */
function GoesTo({ refund: { debit_id, to_bank_account_id: account } }: { refund: Refund }) {
  const say = useWords(refundWords)
  const debit = useRead<Debit>(`/transaction/${debit_id}`).data
  if (!debit) return null
  if (account !== null) return <AccountByName id={account} contact={debit.contact_id} label={say.goesTo} />
  return debit.card ? cardName(debit.card) : null
}

function Actions({ refund, actions }: { refund: Refund; actions: readonly Action[] }) {
  const say = useWords(refundWords)
  const money = useMoneyText()
  const possible = actions.filter(({ allowed }) => allowed)
  const others = actions.filter(({ allowed }) => !allowed)
  return (
    <div className="stack">
      {possible.length === 0 && <p>{say.nothing}</p>}
      {possible.map(({ action, amount_max }) => (
        <div key={action}>
          <Question
            verb={say.againOf(money(amount_max!, refund.currency))}
            title={say.againTitle}
            description={say.againWhat}
            facts={[[say.amount, <Money key="amount" amount={amount_max!} currency={refund.currency} />]]}
            look="bad"
            written={() => ({ path: `/debit/${refund.debit_id}/refund`, body: { amount: amount_max! } })}
            concerns={['/refund', '/transaction']}
            done={say.asked}
          />
        </div>
      ))}
      <NotPossible items={others.map(({ why_not }) => [say.again, why_not])} open={possible.length === 0} />
    </div>
  )
}
