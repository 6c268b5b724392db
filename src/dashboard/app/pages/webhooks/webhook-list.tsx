import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDeed } from '../../data/deeds.ts'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink, useAddress } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { toneOf, type Webhook } from './webhook.ts'
import { WebhookForm } from './webhook-form.tsx'
import { webhookFilters, webhookPage, webhooksPage } from './webhook-pages.ts'
import { webhookWords } from './webhook-words.ts'

/** Every webhook and how it is; what is in trouble says since when. */
export default function WebhookList() {
  const say = useWords(webhookWords)
  const { language } = useLanguage()
  const may = useMay()
  const navigate = useNavigate()
  const address = useAddress()
  const [adding, setAdding] = useDeed(webhooksPage, 'create')
  const bound = useFilters(webhookFilters)
  const list = useList<Webhook>('/webhooks', bound.values)
  const columns = useMemo<Column<Webhook>[]>(
    () => [
      { id: 'url', head: say.url, cell: ({ callback_url }) => callback_url },
      {
        id: 'state',
        head: say.state,
        cell: ({ state }) => <Badge tone={toneOf(state)}>{say.states[state]}</Badge>,
      },
      {
        id: 'hears',
        head: say.hears,
        cell: ({ event_types: types }) =>
          types === null ? say.allTypes : types.length === 1 ? types[0] : say.someTypes(types.length),
      },
      {
        id: 'confirmed',
        head: say.confirmed,
        align: 'end',
        cell: ({ last_sent_event_id }) => <span className="number">{last_sent_event_id}</span>,
      },
      {
        id: 'failing',
        head: say.failingSince,
        cell: ({ failing_since }) => failing_since && <Moment at={failing_since} look="fixed" />,
      },
      {
        id: 'created',
        head: say.created,
        cell: ({ created_at }) => <Moment at={created_at} />,
        hidden: true,
      },
    ],
    [say],
  )
  const add = may('webhooks:write') && (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      {say.create}
    </Button>
  )
  return (
    <div className="stack">
      <PageHeader title={webhooksPage.title[language]} actions={add} />
      <FilterBar
        filters={webhookFilters}
        bound={bound}
        labels={{ attention: say.attention }}
        values={{ webhook_failing: say.needsYou }}
      />
      <DataTable
        id="webhooks"
        label={webhooksPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        link={({ identifier }, said) => (
          <PageLink to={webhookPage} params={{ webhook: identifier }}>
            {said}
          </PageLink>
        )}
        empty={
          bound.any ? (
            <EmptyState title={say.noFailing} />
          ) : (
            <EmptyState icon="hook" title={say.noneTitle} action={add}>
              {say.none}
            </EmptyState>
          )
        }
      />
      <WebhookForm
        open={adding}
        onClose={() => setAdding(false)}
        onSaved={({ identifier }) =>
          void navigate({ to: address(webhookPage, { webhook: identifier }) } as never)
        }
      />
    </div>
  )
}
