import { useMemo } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { feminineWords, stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import { type Company, companyWords } from './company.ts'
import { companiesPage, companyFilters, companyPage, newCompanyPage } from './operator-pages.ts'

/** Every company of the installation, newest first. */
export default function CompanyList() {
  const say = useWords(companyWords)
  const states: Record<string, string> = useWords(stateWords)
  const feminine: Record<string, string> = useWords(feminineWords)
  const { language } = useLanguage()
  const may = useMay()
  const bound = useFilters(companyFilters)
  const list = useList<Company>('/operator/companies', bound.values)
  const columns = useMemo<Column<Company>[]>(
    () => [
      { id: 'name', head: say.name, cell: ({ name }) => name },
      { id: 'state', head: say.state, cell: ({ state }) => <StateBadge state={state} of="company" /> },
      { id: 'because', head: say.because, cell: ({ suspended_note }) => suspended_note },
      { id: 'created', head: say.created, cell: ({ created_at }) => <Moment at={created_at} /> },
      { id: 'id', head: say.identifier, cell: ({ identifier }) => <code>{identifier}</code>, hidden: true },
    ],
    [say],
  )
  return (
    <div className="stack">
      <PageHeader
        title={companiesPage.title[language]}
        actions={
          may('operator:write') && (
            <PageLink to={newCompanyPage} className="button primary">
              <Icon name="plus" />
              <span>{newCompanyPage.title[language]}</span>
            </PageLink>
          )
        }
      />
      <FilterBar
        filters={companyFilters}
        bound={bound}
        error={list.error}
        labels={{ search: say.search, state: say.state }}
        values={{ ...states, ...feminine }}
      />
      <DataTable
        id="operated-companies"
        label={companiesPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        link={({ identifier }, said) => (
          <PageLink to={companyPage} params={{ id: identifier }}>
            {said}
          </PageLink>
        )}
        empty={
          <EmptyState icon="building" title={bound.any ? say.noFitTitle : say.noneTitle}>
            {bound.any ? say.noFit : say.none}
          </EmptyState>
        }
      />
    </div>
  )
}
