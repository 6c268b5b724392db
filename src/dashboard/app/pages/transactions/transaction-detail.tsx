import { useParams } from '@tanstack/react-router'
import { useFilters } from '../../data/filters.ts'
import { useRead } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { AccountByName } from '../../parts/account-by-name.tsx'
import { useCardChecks } from '../../parts/card-checks.ts'
import { cardName } from '../../parts/card-name.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { AnswerView } from '../../parts/json-view.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { ErrorState, Loaded } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { contactPage } from '../contacts/contact-pages.ts'
import { useMoneyText } from './shown.ts'
import type { TransactionTimeline as Told, TransactionDetail } from './transaction.ts'
import { TransactionActions } from './transaction-actions.tsx'
import { transactionPage, transactionsPage } from './transaction-pages.ts'
import { TransactionTimeline } from './transaction-timeline.tsx'
import { transactionWords } from './transaction-words.ts'

/** One debit or credit: what it is, what happened, what can be done. */
export default function TransactionPage() {
  const say = useWords(transactionWords)
  const { language } = useLanguage()
  const money = useMoneyText()
  const { transaction: id } = useParams({ strict: false }) as { transaction: string }
  const bound = useFilters(transactionPage.filters!)
  const transaction = useRead<TransactionDetail>(`/transaction/${id}`)
  const told = useRead<Told>(`/transaction/${id}/timeline`, { language })
  const row = transaction.data
  const header = (
    <PageHeader
      title={row ? `${say[row.kind]} ${money(row.amount, row.currency)}` : transactionPage.title[language]}
      above={<PageLink to={transactionsPage}>{transactionsPage.title[language]}</PageLink>}
      beside={row && <StateBadge state={row.state} />}
    >
      {row?.statement}
    </PageHeader>
  )
  // Where there is none, all parts of the page would say the same.
  if (row === undefined && transaction.error)
    return (
      <div className="stack">
        {header}
        <ErrorState error={transaction.error} retry={() => void transaction.refetch()} />
      </div>
    )
  return (
    <div className="stack">
      {header}
      <Loaded of={told}>
        {(told) => (
          <>
            {row && (
              <Panel title={say.actions}>
                <TransactionActions row={row} actions={told.actions} />
              </Panel>
            )}
            {told.next.length > 0 && (
              <Panel title={say.next}>
                <ul className="plain-list">
                  {told.next.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
              </Panel>
            )}
          </>
        )}
      </Loaded>
      <div className="columns">
        <Loaded of={told}>
          {(told) => (
            <Tabs
              label={say.timeline}
              value={bound.values.view as string | undefined}
              onChange={(view) => bound.set({ view })}
              tabs={[
                {
                  id: 'timeline',
                  title: say.timeline,
                  panel: (
                    <>
                      <TransactionTimeline items={told.items} />
                      {told.hidden.length > 0 && <p className="soft">{say.hidden}</p>}
                    </>
                  ),
                },
                {
                  id: 'json',
                  title: say.json,
                  panel: (
                    <div className="stack">
                      {[`/transaction/${id}`, `/transaction/${id}/timeline`].map((path) => (
                        <AnswerView key={path} path={path} label={`GET ${path}`} />
                      ))}
                    </div>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
        <Loaded of={transaction}>{(row) => <Facts row={row} />}</Loaded>
      </div>
    </div>
  )
}

function Facts({ row }: { row: TransactionDetail }) {
  const cardChecks = useCardChecks()
  const say = useWords(transactionWords)
  const amount = (of: string | null) => of && <Money amount={of} currency={row.currency} />
  const copied = (name: string, value: string | null) =>
    value && (
      <span className="row">
        <code>{value}</code>
        <CopyButton text={value} name={name} />
      </span>
    )
  const account = (name: string, id: string | null, isContacts: boolean) =>
    id && <AccountByName key={name} id={id} label={name} {...(isContacts && { contact: row.contact_id })} />
  const { card, network, metadata } = row
  return (
    <Panel title={say.facts}>
      <DescriptionList
        items={[
          [say.identifier, copied(say.identifier, row.identifier)],
          [say.contact, <ContactLink key="contact" id={row.contact_id} />],
          [say.rail, row.rail ? say[row.rail] : say.undecided],
          ...(card
            ? [
                [
                  say.card,
                  <PageLink key="card" to={transactionsPage} search={{ credit_card_id: card.credit_card_id }}>
                    {cardName(card) ?? '—'}
                  </PageLink>,
                ] as const,
                [say.verified, cardChecks(card)] as const,
              ]
            : []),
          ...(network
            ? [
                [say.networkCode, network.network_code] as const,
                [say.authorization, copied(say.authorization, network.authorization_code)] as const,
              ]
            : []),
          ...(row.fail_reason
            ? [[say.failReason, <FailReason key="why" reason={row.fail_reason} />] as const]
            : []),
          ...(row.amount_authorized ? [[say.held, amount(row.amount_authorized)] as const] : []),
          ...(row.expires_at
            ? [[say.expires, <Moment key="until" at={row.expires_at} coming />] as const]
            : []),
          [say.refunded, amount(row.amount_refunded)],
          [say.fee, amount(row.fee_amount)],
          [say.note, row.note],
          [say.reference, copied(say.reference, row.external_reference)],
          ...Object.entries(metadata).map(([name, value]) => [`${say.metadata}: ${name}`, value] as const),
          // A card stands above by its name.
          ...(row.from_credit_card_id
            ? []
            : [[say.from, account(say.from, row.from_bank_account_id, row.kind === 'debit')] as const]),
          [say.to, account(say.to, row.to_bank_account_id, row.kind === 'credit')],
          [say.created, <Moment key="created" at={row.created_at} />],
          [say.changed, <Moment key="changed" at={row.updated_at} />],
        ]}
      />
    </Panel>
  )
}

/** By name, where the user may see it. */
function ContactLink({ id }: { id: string }) {
  const may = useMay()('contacts:read')
  const { data } = useRead<{ name: string; email: string }>(`/contact/${id}`, {}, { enabled: may })
  return (
    <PageLink to={contactPage} params={{ contact: id }}>
      {data ? `${data.name}, ${data.email}` : id}
    </PageLink>
  )
}
