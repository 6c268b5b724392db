import { useNavigate } from '@tanstack/react-router'
import { useDeed } from '../../data/deeds.ts'
import { useFilters } from '../../data/filters.ts'
import { useMay } from '../../data/session.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { MoneyButton } from '../../parts/money-button.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useAddress } from '../../parts/page-link.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import { ScheduleCreate } from './schedule-create.tsx'
import { scheduleFilters, schedulePage, schedulesPage } from './schedule-pages.ts'
import { ScheduleTable } from './schedule-table.tsx'
import { scheduleWords } from './schedule-words.ts'

/** Every schedule, newest first. */
export default function ScheduleList() {
  const say = useWords(scheduleWords)
  const { language } = useLanguage()
  const states: Record<string, string> = useWords(stateWords)
  const bound = useFilters(scheduleFilters)
  const may = useMay()
  const navigate = useNavigate()
  const address = useAddress()
  const [making, setMaking] = useDeed(schedulesPage, 'create')
  return (
    <div className="stack">
      <PageHeader
        title={schedulesPage.title[language]}
        actions={
          may('scheduled:write') && (
            <MoneyButton look="primary" icon="plus" onClick={() => setMaking(true)}>
              {say.create}
            </MoneyButton>
          )
        }
      />
      <FilterBar
        filters={scheduleFilters}
        bound={bound}
        labels={{ state: say.state, external_reference: say.reference }}
        values={states}
      />
      <ScheduleTable
        query={bound.values}
        empty={bound.any ? <EmptyState title={say.notFoundTitle}>{say.notFound}</EmptyState> : undefined}
      />
      {making && (
        <ScheduleCreate
          onClose={() => setMaking(false)}
          onDone={(schedule) => void navigate({ to: address(schedulePage, { schedule }) })}
        />
      )}
    </div>
  )
}
