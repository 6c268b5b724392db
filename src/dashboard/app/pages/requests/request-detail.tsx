import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../data/queries.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { type Language, useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { contactPage } from '../contacts/contact-pages.ts'
import { eventPage } from '../events/event-pages.ts'
import { webhookPage } from '../webhooks/webhook-pages.ts'
import { type LoggedRequest, millis, toneOfStatus, whoAsked } from './request.ts'
import { requestPage, requestsPage } from './request-pages.ts'
import { requestWords } from './request-words.ts'

/** One request: who asked what, and what they were told. */
export default function RequestDetail() {
  const say = useWords(requestWords)
  const { language } = useLanguage()
  const { request: id } = useParams({ strict: false }) as { request: string }
  const request = useRead<LoggedRequest>(`/request_log/${encodeURIComponent(id)}`)
  const { data } = request
  return (
    <div className="stack">
      <PageHeader
        title={data ? `${data.method} ${data.path}` : requestPage.title[language]}
        above={<PageLink to={requestsPage}>{requestsPage.title[language]}</PageLink>}
        beside={data && <Badge tone={toneOfStatus(data.status)}>{String(data.status)}</Badge>}
      />
      <Loaded of={request}>
        {(request) => (
          <>
            <Panel title={say.facts}>
              <DescriptionList items={factsOf(request, say, language)} />
            </Panel>
            {request.problem && (
              <Panel title={say.problem}>
                <p lang="en">{String(request.problem.detail)}</p>
                <JsonView value={request.problem} label={say.problem} />
              </Panel>
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

type Say = (typeof requestWords)['en']

function factsOf(request: LoggedRequest, say: Say, language: Language): [string, ReactNode][] {
  return [
    [
      say.identifier,
      <span key="id" className="row">
        <code>{request.request_id}</code>
        <CopyButton text={request.request_id} name={say.identifier} />
      </span>,
    ],
    [say.when, <Moment key="when" at={request.at} look="exact" />],
    [say.operation, <code key="operation">{request.operation}</code>],
    [say.query, request.query && <code key="query">{request.query}</code>],
    [say.objects, objectOf(request.path)],
    [say.took, millis(request.duration_ms, language)],
    [say.who, whoAsked(request, say.session)],
    [say.address, request.address],
    [say.agent, request.user_agent],
    [say.key, request.idempotency_key_hash && <code key="key">{request.idempotency_key_hash}</code>],
    [say.replayed, request.replayed ? say.yes : say.no],
  ]
}

/** The page of what the path names. */
function objectOf(path: string): ReactNode {
  const [, kind, id] = path.split('/')
  if (!id || id === '[hidden]') return null
  if (kind === 'contact')
    return (
      <PageLink to={contactPage} params={{ contact: id }}>
        {id}
      </PageLink>
    )
  if (kind === 'webhooks')
    return (
      <PageLink to={webhookPage} params={{ webhook: id }}>
        {id}
      </PageLink>
    )
  if (kind === 'events')
    return (
      <PageLink to={eventPage} params={{ event: id }}>
        {id}
      </PageLink>
    )
  return <code>{id}</code>
}
