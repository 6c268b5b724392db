import { Day } from '../../parts/day.tsx'
import { DescriptionList } from '../../parts/description-list.tsx'
import { explainWords } from '../../parts/explain-words.ts'
import { ExplainButton, OpenedExplanation } from '../../parts/explained.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge, type Tone } from '../../parts/state-badge.tsx'
import { Timeline, type TimelineItem } from '../../parts/timeline.tsx'
import { useErrorText } from '../../words/error-text.ts'
import { ledgerAccountWords } from '../../words/ledger-account-words.ts'
import { networkWords, reasonText } from '../../words/network-words.ts'
import { useWords } from '../../words/words.ts'
import { disputeExplained, explainPath } from '../disputes/dispute.ts'
import { disputePage } from '../disputes/disputes-pages.ts'
import { payoutPage } from '../numbers/numbers-pages.ts'
import { refundPage } from '../refunds/refund-pages.ts'
import { webhookPage } from '../webhooks/webhook-pages.ts'
import { decisionWords } from './decision-words.ts'
import { timelineWords } from './timeline-words.ts'
import type { Delivery, Item } from './transaction.ts'
import { transactionWords } from './transaction-words.ts'

/** What a person wants to know at a glance of what happened. */
const tones: Record<string, Tone> = {
  charge: 'good',
  capture: 'good',
  settle: 'good',
  pull: 'good',
  deposit: 'good',
  deliver: 'good',
  approved: 'good',
  win: 'good',
  fail: 'bad',
  fail_try: 'bad',
  declined: 'bad',
  reject: 'bad',
  returned: 'bad',
  rejected: 'bad',
  lose: 'bad',
  bounce: 'bad',
  open: 'warn',
  reversing: 'warn',
  reversed: 'warn',
  queued: 'going',
  sent: 'going',
}
const deliveryTones: Record<Delivery['status'], Tone> = {
  delivered: 'good',
  failing: 'bad',
  waiting: 'going',
  stopped: 'bad',
  not_recorded: 'calm',
}
/** What has a page of its own. */
const ownPages = ['refund', 'payout', 'dispute']
/** Texts that are times, and days. */
const times = ['sent_at']
const days = ['due_on', 'business_date']

/** All that happened, the oldest first. */
export function TransactionTimeline({ items }: { items: readonly Item[] }) {
  const say = useWords(transactionWords)
  const { names } = useWords(explainWords)
  const shown = items.map(
    (item, at): TimelineItem => ({
      id: `${at} ${item.kind} ${item.name}`,
      at: item.at,
      title: item.words,
      // What a person decided has neither happened nor failed at the network or a bank.
      tone:
        item.kind === 'event' || item.kind === 'mail' || item.details.decided_by
          ? 'calm'
          : (tones[item.name] ?? 'calm'),
      beside: item.amount && item.kind !== 'event' && <ItsAmount item={item} amount={item.amount} />,
      children: <More item={item} />,
    }),
  )
  return (
    <>
      <Timeline items={shown} label={say.timeline} />
      <OpenedExplanation first={disputeExplained} name={names.dispute!} />
    </>
  )
}

/** That of a dispute opens: what the network took, or where it is just that much, what came back. */
function ItsAmount({
  item: { kind, currency, refers_to, postings },
  amount,
}: {
  item: Item
  amount: string
}) {
  const { names } = useWords(explainWords)
  if (kind !== 'dispute' || !refers_to || !currency)
    return <Money amount={amount} {...(currency && { currency })} />
  const cameBack = postings.some((of) => of.account === 'company_payable' && of.amount === `-${amount}`)
  return (
    <ExplainButton
      amount={amount}
      currency={currency}
      path={explainPath(refers_to.identifier, cameBack ? 'given_back' : 'amount_taken')}
      name={names.dispute!}
    />
  )
}

function More({ item }: { item: Item }) {
  const say = useWords(transactionWords)
  const also = useWords(timelineWords)
  const accounts = useWords(ledgerAccountWords)
  const errorText = useErrorText()
  const words = { ...say, ...also, ...useWords(decisionWords) } as unknown as Record<string, string>
  const known = Object.entries(item.details).filter(
    ([name, value]) => value !== null && value !== '' && value !== 0 && typeof words[name] === 'string',
  )
  const hasOwn = ownPages.includes(item.kind) && item.refers_to?.kind === item.kind
  if (known.length === 0 && !hasOwn && item.postings.length === 0 && item.deliveries.length === 0) return null
  return (
    <div className="stack">
      {hasOwn && <OwnPage item={item} />}
      {known.length > 0 && (
        <DescriptionList
          items={known.map(
            ([name, value]) =>
              [words[name]!, <Detail key={name} name={name} value={String(value)} />] as const,
          )}
        />
      )}
      {item.postings.length > 0 && (
        <ul className="plain-list" aria-label={say.postings}>
          {item.postings.map(({ account, amount }) => (
            <li key={account} className="row spread unwrapped">
              <span>{accounts[account] ?? account}</span>{' '}
              <Money amount={amount} {...(item.currency && { currency: item.currency })} />
            </li>
          ))}
        </ul>
      )}
      {item.deliveries.length > 0 && (
        <ul className="plain-list" aria-label={say.deliveries}>
          {item.deliveries.map((delivery) => (
            <li key={delivery.webhook_id} className="row">
              <Badge tone={deliveryTones[delivery.status]}>
                {delivery.status === 'stopped' ? also.stopped : say[delivery.status]}
              </Badge>
              {delivery.status === 'stopped' ? (
                <PageLink to={webhookPage} params={{ webhook: delivery.webhook_id }} className="link tall">
                  {delivery.callback_url}
                </PageLink>
              ) : (
                <span>{delivery.callback_url}</span>
              )}
              {delivery.attempt !== null && (
                <span className="soft">
                  {say.attempt(delivery.attempt)}
                  {delivery.http_status !== null && `, ${delivery.http_status}`}
                  {delivery.latency_ms !== null && `, ${delivery.latency_ms} ms`}
                  {delivery.error && `, ${errorText(delivery.error)}`}
                </span>
              )}
              {delivery.attempted_at && <Moment at={delivery.attempted_at} />}
            </li>
          ))}
        </ul>
      )}
      {item.deliveries.some(({ status }) => status === 'stopped') && (
        <p className="soft">{also.stoppedWhy}</p>
      )}
    </div>
  )
}

function Detail({ name, value }: { name: string; value: string }) {
  const { reasons } = useWords(networkWords)
  const told = useWords(decisionWords)
  const outcomes: Record<string, string> = useWords(transactionWords).outcomes
  const deciders: Record<string, string> = told.deciders
  const decisions: Record<string, string> = told.decisions
  if (times.includes(name)) return <Moment at={value} look="exact" />
  if (days.includes(name)) return <Day on={value} />
  if (name === 'fail_reason') return <FailReason reason={value} />
  if (name === 'reason') return <span>{reasonText(value, reasons)}</span>
  if (name === 'note') return <span>{value}</span>
  if (name === 'decided_by') return <span>{deciders[value] ?? value}</span>
  if (name === 'decided_as') return <span>{decisions[value] ?? value}</span>
  if (name === 'outcome' && outcomes[value]) return <span>{outcomes[value]}</span>
  return <code>{value}</code>
}

/** The way there. */
function OwnPage({ item: { kind, refers_to } }: { item: Item }) {
  const say = useWords(transactionWords)
  const id = refers_to?.identifier ?? ''
  if (kind === 'refund')
    return (
      <PageLink to={refundPage} params={{ refund: id }}>
        {say.openRefund}
      </PageLink>
    )
  if (kind === 'payout')
    return (
      <PageLink to={payoutPage} params={{ payout: id }}>
        {say.openPayout}
      </PageLink>
    )
  if (kind === 'dispute')
    return (
      <PageLink to={disputePage} params={{ dispute: id }}>
        {say.openDispute}
      </PageLink>
    )
  return null
}
