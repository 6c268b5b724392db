import { useParams } from '@tanstack/react-router'
import { useExplanation } from '../../data/explanation.ts'
import { useRead } from '../../data/queries.ts'
import { AccountByName } from '../../parts/account-by-name.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { explainWords } from '../../parts/explain-words.ts'
import { Levels } from '../../parts/explained.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { NotPossible } from '../../parts/not-possible.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { payoutPage, payoutsPage } from './numbers-pages.ts'
import { numbersWords } from './numbers-words.ts'
import type { PayoutExplanation } from './payout.ts'
import { PayoutBeside } from './payout-beside.tsx'
import { PayoutRetry } from './payout-retry.tsx'

/** One payout: what it is made of, to the cent, how it goes to the bank, and what is not in it. */
export default function PayoutDetail() {
  const download = useDownload()
  const say = useWords(numbersWords)
  const explained = useWords(explainWords)
  const { language } = useLanguage()
  const { payout: id } = useParams({ strict: false }) as { payout: string }
  const path = `/payout/${id}/explain`
  // The same question as that of its parts below, asked once.
  const read = useExplanation<PayoutExplanation>(path)
  const actions = useRead<{ data: Action[] }>(`/payout/${id}/actions`, { language })
  const told = read.data?.pages[0]
  const payout = told?.payout
  return (
    <div className="stack">
      <PageHeader
        title={payoutPage.title[language]}
        above={<PageLink to={payoutsPage}>{payoutsPage.title[language]}</PageLink>}
        beside={payout && <StateBadge state={payout.state} />}
        actions={
          payout && (
            <Button icon="download" onClick={() => download(`/payout/${id}/items`, `payout-${id}.csv`)}>
              {explained.export}
            </Button>
          )
        }
      />
      <Loaded of={{ ...read, data: told }}>
        {({ payout, ...beside }) => (
          <div className="stack">
            <Panel title={say.actions}>
              <Loaded of={actions}>{({ data }) => <Actions payout={payout} actions={data} />}</Loaded>
            </Panel>
            <Panel>
              <DescriptionList
                items={[
                  [say.amount, <Money key="amount" amount={payout.amount} currency={payout.currency} />],
                  [
                    say.stillOwed,
                    <Money key="owed" amount={payout.amount_owed} currency={payout.currency} />,
                  ],
                  [
                    say.account,
                    <AccountByName key="to" id={payout.to_bank_account_id} label={say.account} />,
                  ],
                  [say.reason, payout.fail_reason && <FailReason key="why" reason={payout.fail_reason} />],
                  [say.created, <Moment key="created" at={payout.created_at} look="exact" />],
                  [
                    say.identifier,
                    <span key="id" className="row">
                      <code>{payout.identifier}</code>
                      <CopyButton text={payout.identifier} name={say.identifier} />
                    </span>,
                  ],
                ]}
              />
            </Panel>
            <Panel title={say.made}>
              <Levels name={explained.names.payout!} path={path} />
            </Panel>
            <PayoutBeside {...beside} currency={payout.currency} />
          </div>
        )}
      </Loaded>
    </div>
  )
}

type Action = { action: 'retry'; allowed: boolean; why_not: string | null }

function Actions({ payout, actions }: { payout: PayoutExplanation['payout']; actions: readonly Action[] }) {
  const say = useWords(numbersWords)
  const others = actions.filter(({ allowed }) => !allowed)
  return (
    <div className="stack">
      {others.length < actions.length && (
        <div>
          <PayoutRetry payout={payout} />
        </div>
      )}
      {payout.state !== 'returned' && <p>{say.nothingToDo}</p>}
      <NotPossible
        items={others.map(({ why_not }) => [say.retry, why_not])}
        open={others.length === actions.length}
      />
    </div>
  )
}
