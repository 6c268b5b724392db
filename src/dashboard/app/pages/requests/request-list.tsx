import '../../styles/developers.css'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useMemo, useState } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { isId } from '../../page.ts'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Input } from '../../parts/field.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink, useAddress } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { type LoggedRequest, millis, toneOfStatus, whoAsked } from './request.ts'
import { requestFilters, requestPage, requestsPage } from './request-pages.ts'
import { requestWords } from './request-words.ts'

/** What was asked of the API, newest first, and the way to one by its id. */
export default function RequestList() {
  const say = useWords(requestWords)
  const { language } = useLanguage()
  const bound = useFilters(requestFilters)
  const list = useList<LoggedRequest>('/request_log', bound.values)
  const columns = useMemo<Column<LoggedRequest>[]>(
    () => [
      {
        id: 'request',
        head: say.request,
        cell: ({ method, path }) => (
          <code className="break">
            {method} {path}
          </code>
        ),
      },
      {
        id: 'answer',
        head: say.answer,
        cell: ({ status, problem_code }) => (
          <Badge tone={toneOfStatus(status)}>
            {problem_code ? `${status} ${problem_code}` : String(status)}
          </Badge>
        ),
      },
      {
        id: 'operation',
        head: say.operation,
        cell: ({ operation }) => <code>{operation}</code>,
        hidden: true,
      },
      {
        id: 'who',
        head: say.who,
        cell: (request) => <span className="break">{whoAsked(request, say.session)}</span>,
      },
      { id: 'address', head: say.address, cell: ({ address }) => address, hidden: true },
      {
        id: 'took',
        head: say.took,
        align: 'end',
        cell: ({ duration_ms }) => <span className="number">{millis(duration_ms, language)}</span>,
      },
      { id: 'when', head: say.when, cell: ({ at }) => <Moment at={at} /> },
    ],
    [say, language],
  )
  return (
    <div className="stack">
      <PageHeader title={requestsPage.title[language]} />
      <FindRequest />
      <FilterBar
        filters={requestFilters}
        bound={bound}
        error={list.error}
        labels={{
          outcome: say.outcome,
          method: say.method,
          operation: say.operation,
          token_id: say.token,
        }}
        values={say.outcomes}
      />
      <DataTable
        id="requests"
        label={requestsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ request_id }) => request_id}
        link={({ request_id }, said) => (
          <PageLink to={requestPage} params={{ request: request_id }}>
            {said}
          </PageLink>
        )}
        empty={
          <EmptyState icon="log" title={say.noneTitle}>
            {say.none}
          </EmptyState>
        }
      />
    </div>
  )
}

function FindRequest() {
  const say = useWords(requestWords)
  const navigate = useNavigate()
  const address = useAddress()
  const [id, setId] = useState('')
  const [tried, setTried] = useState('')
  const find = (event: FormEvent) => {
    event.preventDefault()
    setTried(id.trim())
    if (isId(id.trim())) void navigate({ to: address(requestPage, { request: id.trim() }) } as never)
  }
  return (
    <form className="row end-aligned" onSubmit={find}>
      <Input
        label={say.find}
        hint={say.findHint}
        error={tried !== '' && tried === id.trim() && !isId(tried) ? say.noId : undefined}
        value={id}
        autoComplete="off"
        onChange={({ target }) => setId(target.value)}
      />
      <Button type="submit" icon="search">
        {say.go}
      </Button>
    </form>
  )
}
