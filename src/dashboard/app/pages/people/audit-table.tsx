import { type ReactNode, useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import type { Page } from '../../page.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment, useDays } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { auditFilters, auditPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'

/** What is of no company stands under this id in the operator's log. */
const PLATFORM = '00000000-0000-0000-0000-000000000000'

type Line = {
  identifier: string
  created_at: string
  actor: { kind: string; name: string | null }
  operation: string
  object_id: string | null
  outcome: keyof typeof peopleWords.en.outcomes
  code: string | null
  address: string | null
  user_agent: string | null
  request_id: string | null
  details: Record<string, unknown>
  /** To the operator only. */
  company_id?: string
}

/** The filters of the address as the API takes them. */
export function useAuditQuery() {
  const days = useDays()
  const { created_after, ...plain } = useFilters(auditFilters).values
  return { ...plain, created_after: days.from(created_after) }
}

/** The list itself: of one company, or for the operator of all. */
export function AuditTable({ page, path, actions }: { page: Page; path: string; actions?: ReactNode }) {
  const say = useWords(peopleWords)
  const { language } = useLanguage()
  const bound = useFilters(auditFilters)
  const list = useList<Line>(path, useAuditQuery())
  const columns = useMemo<Column<Line>[]>(
    () => [
      { id: 'when', head: say.when, cell: ({ created_at }) => <Moment at={created_at} /> },
      {
        id: 'who',
        head: say.who,
        cell: ({ actor }) => actor.name ?? (actor.kind === 'nobody' ? say.notThere : actor.kind),
      },
      { id: 'what', head: say.what, cell: ({ operation }) => <code>{operation}</code> },
      { id: 'on', head: say.on, cell: ({ object_id }) => object_id && <code>{object_id}</code> },
      {
        id: 'outcome',
        head: say.outcome,
        cell: ({ outcome, code }) => (code ? `${say.outcomes[outcome]}: ${code}` : say.outcomes[outcome]),
      },
      { id: 'address', head: say.address, cell: ({ address }) => address },
      { id: 'agent', head: say.agent, cell: ({ user_agent }) => user_agent, hidden: true },
      {
        id: 'details',
        head: say.asked,
        cell: ({ details }) => Object.keys(details).length > 0 && <code>{JSON.stringify(details)}</code>,
        hidden: true,
      },
      ...(page === auditPage
        ? []
        : [
            {
              id: 'company',
              head: say.company,
              cell: ({ company_id }: Line) =>
                company_id === PLATFORM ? say.platform : <code>{company_id}</code>,
            },
          ]),
      {
        id: 'request',
        head: say.request,
        cell: ({ request_id }) => request_id && <code>{request_id}</code>,
        hidden: true,
      },
    ],
    [say, page],
  )
  return (
    <div className="stack">
      <PageHeader title={page.title[language]} actions={actions} />
      <FilterBar
        filters={auditFilters}
        bound={bound}
        labels={{
          actor_id: say.actorId,
          object_id: say.objectId,
          operation: say.operation,
          created_after: say.after,
        }}
      />
      <DataTable
        id="audit"
        label={page.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="log" title={say.nothing}>
            {say.nothingSays}
          </EmptyState>
        }
      />
    </div>
  )
}
