import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { type AlarmOf, AlarmSubject, useSubjectText } from './alarm-subject.tsx'
import { decidedWords } from './decided-words.ts'
import { Decision } from './decision.tsx'
import { Guide } from './guide.tsx'
import { alarmFilters, alarmsPage, companyPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { AGAIN_MS } from './rhythm.ts'

type Alarm = AlarmOf & {
  identifier: string
  reason: string
  next_step: string
  details: Record<string, unknown>
  raised_at: string
  closed_at: string | null
  closed_by: string | null
  note: string | null
}

/** Alarms, open and closed: why each was raised, what to do, and who closed it with which note. */
export default function AlarmList() {
  const say = useWords(decidedWords)
  const both = useWords(operatorWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('operator:write')
  const bound = useFilters(alarmFilters)
  const subjectText = useSubjectText()
  const list = useList<Alarm>('/operator/alarms', bound.values, { refetchInterval: AGAIN_MS })
  const columns = useMemo<Column<Alarm>[]>(
    () => [
      { id: 'subject', head: say.subject, cell: (row) => <AlarmSubject of={row} /> },
      {
        id: 'company',
        head: both.company,
        cell: ({ company_id, company_name }) =>
          company_id !== null && (
            <PageLink to={companyPage} params={{ id: company_id }}>
              {company_name ?? company_id}
            </PageLink>
          ),
      },
      {
        id: 'state',
        head: both.state,
        cell: ({ closed_at }) => (
          <Badge tone={closed_at ? 'calm' : 'warn'}>{closed_at ? say.closed : say.raised}</Badge>
        ),
      },
      { id: 'raised', head: say.raised, cell: ({ raised_at }) => <Moment at={raised_at} /> },
      {
        id: 'why',
        long: true,
        head: both.why,
        cell: (row) => (
          <Guide of={`alarm.${row.kind}`} told={row.closed_at ? { ...row, next_step: null } : row} />
        ),
      },
      {
        id: 'close',
        head: say.close,
        cell: (row) =>
          row.closed_at
            ? [row.closed_by, row.note].filter(Boolean).join(': ')
            : mayWrite && (
                <Decision
                  verb={say.close}
                  about={subjectText(row)}
                  title={say.closeTitle}
                  description={say.closeWhat}
                  facts={[
                    [say.subject, subjectText(row)],
                    [both.company, row.company_name],
                    [both.why, <Guide key="why" of={`alarm.${row.kind}`} told={row} step={false} />],
                    [say.raised, <Moment key="raised" at={row.raised_at} look="exact" />],
                  ]}
                  written={(note) => ({ path: `/operator/alarms/${row.identifier}/close`, body: { note } })}
                  done={say.closed}
                />
              ),
      },
      {
        id: 'details',
        head: say.details,
        cell: ({ details }) => <code>{JSON.stringify(details)}</code>,
        hidden: true,
      },
    ],
    [say, both, mayWrite, subjectText],
  )
  return (
    <div className="stack">
      <PageHeader title={alarmsPage.title[language]} />
      <FilterBar
        filters={alarmFilters}
        bound={bound}
        labels={{ state: both.state }}
        values={{ open: say.states.open, closed: say.states.closed }}
      />
      <DataTable
        id="alarms"
        label={alarmsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="check" title={both.noneOfThese}>
            {say.alarmCalm}
          </EmptyState>
        }
      />
    </div>
  )
}
