import '../../styles/developers.css'
import { useMemo, useState } from 'react'
import { useList } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useErrorText } from '../../words/error-text.ts'
import { useWords } from '../../words/words.ts'
import { eventPage } from '../events/event-pages.ts'
import type { Delivery } from './webhook.ts'
import { webhookWords } from './webhook-words.ts'

/** How often what was delivered is asked anew: attempts come by themselves. */
const LOOK_MS = 5_000

/** Each attempt, with what was sent and answered. */
export function WebhookDeliveries({ webhook }: { webhook: string }) {
  const say = useWords(webhookWords)
  const errorText = useErrorText()
  const [shown, setShown] = useState<Delivery>()
  const list = useList<Delivery>(`/webhooks/${webhook}/deliveries`, {}, { refetchInterval: LOOK_MS })
  const columns = useMemo<Column<Delivery>[]>(
    () => [
      { id: 'when', head: say.when, cell: ({ attempted_at }) => <Moment at={attempted_at} /> },
      {
        id: 'events',
        head: say.events,
        cell: ({ kind, first_event_id: first, last_event_id: last }) =>
          kind === 'test' ? (
            say.kinds.test
          ) : (
            <PageLink to={eventPage} params={{ event: String(first) }}>
              {first === last ? String(first) : `${first}–${last}`}
            </PageLink>
          ),
      },
      {
        id: 'answer',
        head: say.answer,
        cell: ({ delivered, status, error }) => (
          <Badge tone={delivered ? 'good' : 'bad'}>
            {delivered ? `${say.delivered} (${status})` : error === null ? String(status) : errorText(error)}
          </Badge>
        ),
      },
      { id: 'kind', head: say.kind, cell: ({ kind }) => say.kinds[kind], hidden: true },
      {
        id: 'attempt',
        head: say.attempt,
        align: 'end',
        cell: ({ attempt }) => <span className="number">{attempt}</span>,
      },
      {
        id: 'took',
        head: say.took,
        align: 'end',
        cell: ({ latency_ms }) => <span className="number">{latency_ms} ms</span>,
      },
      {
        id: 'bodies',
        head: say.showBodies,
        deed: true,
        cell: (delivery) => (
          <Button look="plain" onClick={() => setShown(delivery)}>
            {say.showBodies}
          </Button>
        ),
      },
    ],
    [say, errorText],
  )
  return (
    <>
      <DataTable
        id="deliveries"
        label={say.deliveries}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="hook" title={say.noDeliveriesTitle}>
            {say.noDeliveries}
          </EmptyState>
        }
      />
      <Dialog
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={say.showBodies}
        look="wide"
      >
        {shown && (
          <div className="stack">
            <h3>{say.request}</h3>
            <pre className="mono wrap">{shown.request_excerpt ?? say.archivedOrHidden}</pre>
            <h3>{say.response}</h3>
            <pre className="mono wrap">
              {shown.response_excerpt ?? (shown.error === null ? '—' : errorText(shown.error))}
            </pre>
          </div>
        )}
      </Dialog>
    </>
  )
}
