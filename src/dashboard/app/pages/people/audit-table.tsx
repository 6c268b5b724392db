import { type ReactNode, useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList, useRead } from '../../data/queries.ts'
import type { Page } from '../../page.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment, useDays } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { sayDeed } from '../../words/deed-words.ts'
import { fieldWords } from '../../words/field-words.ts'
import { useLanguage } from '../../words/language.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { companyPage } from '../operator/operator-pages.ts'
import { askedFor, type Names } from './asked-for.ts'
import { type AuditObject, AuditThing } from './audit-object.tsx'
import { auditWords } from './audit-words.ts'
import { auditFilters, auditPage, operatorAuditFilters } from './people-pages.ts'
import { peopleWords } from './people-words.ts'

/** What is of no company stands under this id in the operator's log. */
const PLATFORM = '00000000-0000-0000-0000-000000000000'

type Line = {
  identifier: string
  created_at: string
  actor: { kind: string; name: string | null }
  operation: string
  object_id: string | null
  object: AuditObject | null
  outcome: keyof typeof peopleWords.en.outcomes
  code: string | null
  address: string | null
  user_agent: string | null
  request_id: string | null
  details: Record<string, unknown> & { asked?: Record<string, unknown> }
  /** To the operator only. */
  company_id?: string
  company_name?: string | null
}
type Words = typeof peopleWords.en
type Choices = {
  actors: { identifier: string; kind: string; name: string | null }[]
  operations: string[]
}

const filtersOf = (page: Page) => (page === auditPage ? auditFilters : operatorAuditFilters)

/** The filters of the address as the API takes them. */
export function useAuditQuery(page: Page = auditPage) {
  const days = useDays()
  const { created_after, created_before, ...plain } = useFilters(filtersOf(page)).values
  return { ...plain, created_after: days.from(created_after), created_before: days.before(created_before) }
}

/** A token may be called as a person is. */
function whoIs({ kind, name }: Line['actor'], say: Words): string {
  if (name !== null) return kind === 'token' || kind === 'operator_token' ? say.tokenNamed(name) : name
  return kind === 'nobody' ? say.notThere : kind
}

/** Who and what there is to choose from: of the company, or of the one that the operator has chosen. */
function useChoices(path: string, company: string | undefined) {
  const { language } = useLanguage()
  const say = useWords(peopleWords)
  const { data } = useRead<Choices>(`${path}/filters`, company === undefined ? {} : { company_id: company })
  return useMemo(() => {
    const actors = (data?.actors ?? []).map(({ identifier, kind, name }) => ({
      value: identifier,
      label: whoIs({ kind, name: name ?? identifier }, say),
    }))
    const operations = (data?.operations ?? []).map((operation) => ({
      value: operation,
      label: sayDeed(operation, language),
    }))
    operations.sort((one, other) => one.label.localeCompare(other.label, language))
    return { actor_id: actors, operation: operations }
  }, [data, language, say])
}

/** The list itself: of one company, or for the operator of all. */
export function AuditTable({ page, path, actions }: { page: Page; path: string; actions?: ReactNode }) {
  const say = useWords(peopleWords)
  const { language } = useLanguage()
  const part = useWords(partWords)
  const fieldNames: Names = useWords(fieldWords)
  const { codes, ways }: { codes: Names; ways: Names } = useWords(auditWords)
  const filters = filtersOf(page)
  const bound = useFilters(filters)
  const query = useAuditQuery(page)
  const options = useChoices(path, (bound.values as { company_id?: string }).company_id)
  const list = useList<Line>(path, query)
  const columns = useMemo<Column<Line>[]>(
    () => [
      { id: 'when', head: say.when, cell: ({ created_at }) => <Moment at={created_at} /> },
      {
        id: 'who',
        head: say.who,
        cell: ({ actor }) => <span className="break">{whoIs(actor, say)}</span>,
      },
      { id: 'what', head: say.what, cell: ({ operation }) => sayDeed(operation, language) },
      {
        id: 'on',
        head: say.on,
        cell: ({ object_id: id, object, company_id: company }) =>
          id !== null &&
          (object ? (
            <AuditThing of={object} id={id} {...(company !== undefined && { company })} />
          ) : (
            <code className="break">{id}</code>
          )),
      },
      {
        id: 'operation',
        head: say.operation,
        cell: ({ operation }) => <code>{operation}</code>,
        hidden: true,
      },
      { id: 'id', head: say.objectId, cell: ({ object_id }) => <code>{object_id}</code>, hidden: true },
      {
        id: 'outcome',
        head: say.outcome,
        cell: ({ outcome, code }) => {
          const why = code && (codes[code] ?? code.replaceAll('_', ' '))
          return why ? `${say.outcomes[outcome]}${part.colon} ${why}` : say.outcomes[outcome]
        },
      },
      { id: 'address', head: say.address, cell: ({ address }) => address, hidden: page !== auditPage },
      { id: 'agent', head: say.agent, cell: ({ user_agent }) => user_agent, hidden: true },
      {
        id: 'details',
        head: say.asked,
        long: true,
        cell: ({ details }) => askedFor(details, fieldNames, ways),
      },
      ...(page === auditPage
        ? []
        : [
            {
              id: 'company',
              head: say.company,
              cell: ({ company_id: id, company_name }: Line) =>
                id === PLATFORM || id === undefined ? (
                  say.platform
                ) : (
                  <PageLink to={companyPage} params={{ id }}>
                    {company_name ?? id}
                  </PageLink>
                ),
            },
          ]),
      {
        id: 'request',
        head: say.request,
        cell: ({ request_id }) => request_id && <code>{request_id}</code>,
        hidden: true,
      },
    ],
    [say, page, language, part, codes, fieldNames, ways],
  )
  // Of both logs: a company's has no filter by company.
  const labels = {
    actor_id: say.who,
    operation: say.what,
    object_id: say.on,
    created_after: say.after,
    created_before: say.before,
    company_id: say.company,
  }
  return (
    <div className="stack">
      <PageHeader title={page.title[language]} actions={actions} />
      <FilterBar filters={filters} bound={bound as never} options={options} labels={labels} />
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
