import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList, useRead } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Combobox } from '../../parts/combobox.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { type Event, subjectOf } from './event.ts'
import { eventFilters, eventPage, eventsPage } from './event-pages.ts'
import { eventWords } from './event-words.ts'

/** The log backwards, by type. */
export default function EventList() {
  const say = useWords(eventWords)
  const { language } = useLanguage()
  const bound = useFilters(eventFilters)
  const types = useRead<{ data: { type: string; description: string }[] }>('/events/types')
  const list = useList<Event>('/events/newest', bound.values)
  const columns = useMemo<Column<Event>[]>(
    () => [
      { id: 'number', head: say.number, cell: ({ id }) => <span className="number">{id}</span> },
      { id: 'type', head: say.type, cell: ({ type }) => <code>{type}</code> },
      { id: 'about', head: say.about, cell: (event) => <code className="cut">{subjectOf(event)}</code> },
      { id: 'when', head: say.when, cell: ({ createdAt }) => <Moment at={createdAt} /> },
    ],
    [say],
  )
  const options = types.data?.data.map(({ type }) => ({ value: type, label: type })) ?? []
  return (
    <div className="stack">
      <PageHeader title={eventsPage.title[language]} />
      <search className="filters">
        <Combobox
          label={say.type}
          options={options}
          value={bound.values.type ?? null}
          onChange={(type) => bound.set({ type: type ?? undefined })}
        />
      </search>
      <DataTable
        id="events"
        label={eventsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ id }) => String(id)}
        link={({ id }, said) => (
          <PageLink to={eventPage} params={{ event: String(id) }}>
            {said}
          </PageLink>
        )}
        empty={
          bound.any ? (
            <EmptyState
              title={say.notFoundTitle}
              action={
                list.hasMore && (
                  <Button busy={list.isLoadingMore} onClick={list.more}>
                    {say.further}
                  </Button>
                )
              }
            >
              {say.notFound}
            </EmptyState>
          ) : (
            <EmptyState icon="list" title={say.noneTitle}>
              {say.none}
            </EmptyState>
          )
        }
      />
    </div>
  )
}
