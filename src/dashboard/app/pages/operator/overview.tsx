import { useRead } from '../../data/queries.ts'
import type { Page } from '../../page.ts'
import { Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import {
  alarmsPage,
  bankReturnsPage,
  failingWebhooksPage,
  itemsPage,
  mailsPage,
  outcomesPage,
  overviewPage,
  verifyPage,
  workPage,
} from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { AGAIN_MS } from './rhythm.ts'

type What = keyof typeof operatorWords.en.waits
type Overview = {
  waiting: readonly { what: What; count: number; oldest_at: string | null }[]
  verify: { ok: boolean; ended_at: string } | null
}

/** Where each is seen to: the rows that were counted, and no others. */
const listOf: Record<What, { to: Page; search?: Record<string, string> }> = {
  alarms: { to: alarmsPage, search: { state: 'open' } },
  unknown_outcomes: { to: outcomesPage },
  reconciliation_items: { to: itemsPage, search: { state: 'open' } },
  bank_returns: { to: bankReturnsPage, search: { state: 'open' } },
  failing_webhooks: { to: failingWebhooksPage },
  failed_mails: { to: mailsPage, search: { state: 'failed' } },
  failing_jobs: { to: workPage },
}

/** What waits for a person, since when, and what to do about it; how the last run of verify ended. */
export default function OperatorOverview() {
  const say = useWords(operatorWords)
  const { language } = useLanguage()
  const read = useRead<Overview>('/operator/overview', {}, { refetchInterval: AGAIN_MS })
  return (
    <div className="stack">
      <PageHeader title={overviewPage.title[language]} />
      <Loaded of={read}>
        {({ waiting, verify }) => (
          <div className="stack">
            {waiting.every(({ count }) => count === 0) && (
              <EmptyState icon="check" title={say.nothingWaits}>
                {say.calm}
              </EmptyState>
            )}
            {waiting
              .filter(({ count }) => count > 0)
              .map((one) => (
                <Waiting key={one.what} {...one} />
              ))}
            <Panel
              title={say.lastVerify}
              actions={<PageLink to={verifyPage}>{verifyPage.title[language]}</PageLink>}
            >
              {verify ? (
                <p className="row">
                  <Badge tone={verify.ok ? 'good' : 'bad'}>
                    {verify.ok ? say.verifyHolds : say.verifyBroken}
                  </Badge>
                  <Moment at={verify.ended_at} />
                </p>
              ) : (
                <p className="soft">{say.verifyNever}</p>
              )}
            </Panel>
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Waiting({ what, count, oldest_at }: Overview['waiting'][number]) {
  const say = useWords(operatorWords)
  const { colon } = useWords(partWords)
  const name = `${say.waits[what]}${colon} ${count}`
  return (
    <Panel title={say.waits[what]} actions={<Badge tone="warn">{String(count)}</Badge>}>
      <p>{say.waitsNext[what]}</p>
      <p className="row">
        {oldest_at && (
          <>
            <span className="soft">{say.since}</span> <Moment at={oldest_at} look="fixed" />
          </>
        )}
        <PageLink to={listOf[what].to} search={listOf[what].search ?? {}}>
          {name}
        </PageLink>
      </p>
    </Panel>
  )
}
