import '../../styles/developers.css'
import { useParams } from '@tanstack/react-router'
import { useRead, useText } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { SentJson } from '../../parts/json-view.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useErrorText } from '../../words/error-text.ts'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { webhookPage } from '../webhooks/webhook-pages.ts'
import type { Event } from './event.ts'
import { eventPage, eventsPage } from './event-pages.ts'
import { EventProof } from './event-proof.tsx'
import { eventWords } from './event-words.ts'

type Deliveries = {
  data: {
    webhook_id: string
    callback_url: string
    stopped: boolean
    confirmed: boolean
    attempts: {
      identifier: string
      delivered: boolean
      status: number | null
      error: string | null
      attempted_at: string
    }[]
  }[]
}

/** One event: its bytes, its proof, and who got it. */
export default function EventDetail() {
  const say = useWords(eventWords)
  const { language } = useLanguage()
  const may = useMay()
  const { event: id } = useParams({ strict: false }) as { event: string }
  const event = useText(`/events/${id}`)
  return (
    <div className="stack">
      <PageHeader
        title={say.title(id)}
        above={<PageLink to={eventsPage}>{eventsPage.title[language]}</PageLink>}
        actions={
          <>
            {Number(id) > 1 && (
              <PageLink to={eventPage} params={{ event: String(Number(id) - 1) }} className="button normal">
                {say.older}
              </PageLink>
            )}
            <PageLink to={eventPage} params={{ event: String(Number(id) + 1) }} className="button normal">
              {say.newer}
            </PageLink>
          </>
        }
      />
      <Loaded of={event}>
        {(text) => (
          <>
            <Facts event={JSON.parse(text) as Event} />
            <Panel title={say.data}>
              <SentJson text={text} label={say.data} />
            </Panel>
            <EventProof key={id} event={id} />
            {may('webhooks:read') && <Receivers event={id} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

function Facts({ event }: { event: Event }) {
  const say = useWords(eventWords)
  return (
    <Panel title={say.facts}>
      <DescriptionList
        items={[
          [say.type, <code key="type">{event.type}</code>],
          [say.when, <Moment key="when" at={event.createdAt} look="exact" />],
        ]}
      />
    </Panel>
  )
}

function Receivers({ event }: { event: string }) {
  const say = useWords(eventWords)
  const errorText = useErrorText()
  const deliveries = useRead<Deliveries>(`/events/${event}/deliveries`)
  return (
    <Panel title={say.deliveries}>
      <Loaded of={deliveries}>
        {({ data }) =>
          data.length === 0 ? (
            <p className="soft">{say.noWebhooks}</p>
          ) : (
            <ul className="plain stack">
              {data.map(({ webhook_id, callback_url, stopped, confirmed, attempts }) => (
                <li key={webhook_id}>
                  <div className="row spread">
                    <PageLink to={webhookPage} params={{ webhook: webhook_id }}>
                      {callback_url}
                    </PageLink>
                    {attempts.some(({ delivered }) => delivered) ? (
                      <Badge tone="good">{say.confirmed}</Badge>
                    ) : stopped && !confirmed ? (
                      <Badge tone="bad">{say.stopped}</Badge>
                    ) : (
                      <Badge tone={confirmed ? 'calm' : 'going'}>
                        {confirmed ? say.notRecorded : say.notYet}
                      </Badge>
                    )}
                  </div>
                  {confirmed && attempts.length === 0 && <p className="soft">{say.notRecordedWhy}</p>}
                  {stopped && !confirmed && <p className="soft">{say.stoppedWhy}</p>}
                  <ul className="plain soft">
                    {attempts.map(({ identifier, status, error, attempted_at }) => (
                      <li key={identifier}>
                        <Moment at={attempted_at} /> {error === null ? status : errorText(error)}
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}
