import { useMemo } from 'react'
import { useList } from '../../data/queries.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { errorInFrench } from '../../words/french-errors.ts'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { Guide } from './guide.tsx'
import { companyPage, failingWebhooksPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { outsideWords } from './outside-words.ts'
import { AGAIN_MS } from './rhythm.ts'

type Failing = {
  identifier: string
  company_id: string
  company_name: string
  receiver: string
  state: 'active' | 'backing_off' | 'failed'
  failures: number
  failing_since: string
  next_attempt_at: string | null
  events_waiting: number
  reason: string | null
  next_step: string
}

/** The webhooks of all companies whose receivers do not answer: since when, why, and how much waits. */
export default function FailingWebhookList() {
  const say = useWords(outsideWords)
  const both = useWords(operatorWords)
  const { language } = useLanguage()
  const list = useList<Failing>('/operator/failing_webhooks', {}, { refetchInterval: AGAIN_MS })
  const columns = useMemo<Column<Failing>[]>(
    () => [
      {
        id: 'receiver',
        head: say.receiver,
        cell: ({ receiver }) => <span className="break">{receiver}</span>,
      },
      {
        id: 'company',
        head: both.company,
        cell: ({ company_id, company_name }) => (
          <PageLink to={companyPage} params={{ id: company_id }}>
            {company_name}
          </PageLink>
        ),
      },
      {
        id: 'state',
        head: both.state,
        cell: ({ state }) => (
          <Badge tone={state === 'failed' ? 'bad' : 'warn'}>{say.webhookStates[state]}</Badge>
        ),
      },
      {
        id: 'since',
        head: say.since,
        cell: ({ failing_since }) => <Moment at={failing_since} look="fixed" />,
      },
      {
        id: 'waiting',
        head: say.waiting,
        align: 'end',
        cell: ({ events_waiting }) => String(events_waiting),
      },
      {
        id: 'why',
        long: true,
        head: both.why,
        cell: (row) => (
          <span className="stack">
            <Guide of={row.state === 'failed' ? 'webhook.failed' : 'webhook.trying'} told={row} />
            {language === 'fr' && row.reason && (
              <span className="soft">
                {say.lastError} {errorInFrench(row.reason)}
              </span>
            )}
          </span>
        ),
      },
      {
        id: 'again',
        head: say.again,
        cell: ({ next_attempt_at }) => next_attempt_at && <Moment at={next_attempt_at} coming />,
        hidden: true,
      },
      {
        id: 'failures',
        head: say.failures,
        align: 'end',
        cell: ({ failures }) => String(failures),
        hidden: true,
      },
    ],
    [say, both, language],
  )
  return (
    <div className="stack">
      <PageHeader title={failingWebhooksPage.title[language]} />
      <DataTable
        id="failing-webhooks"
        label={failingWebhooksPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="check" title={both.noneOfThese}>
            {say.webhookCalm}
          </EmptyState>
        }
      />
    </div>
  )
}
