import { useFilters } from '../../data/filters.ts'
import { useDaysOfLevels } from '../../data/opened-levels.ts'
import { useRead } from '../../data/queries.ts'
import { DateRange } from '../../parts/date-range.tsx'
import { Day } from '../../parts/day.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { UnknownFilters } from '../../parts/unknown-filters.tsx'
import { useLanguage } from '../../words/language.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { AttentionList } from './attention-list.tsx'
import { CurrencyTiles } from './currency-tiles.tsx'
import { FiguresOf, useSummary } from './figures-of.tsx'
import { NextPayoutsPanel } from './next-payouts.tsx'
import { homePage, payoutsPage, rangeFilters } from './numbers-pages.ts'
import { numbersWords } from './numbers-words.ts'
import type { Attention } from './summary.ts'
import { VolumeChart } from './volume-chart.tsx'

/** How often it is asked anew what needs somebody. */
const REFRESH_MS = 15_000

/** What the company earned, what failed and why, and what needs somebody. */
export default function Home() {
  const say = useWords(numbersWords)
  const { language } = useLanguage()
  useDaysOfLevels()
  const bound = useFilters(rangeFilters)
  const { values, set } = bound
  const part = useWords(partWords)
  const summary = useSummary(values)
  const attention = useRead<Attention>('/company/attention', {}, { refetchInterval: REFRESH_MS })
  const range = { from: values.from ?? summary.data?.from, to: values.to ?? summary.data?.to }
  return (
    <div className="stack">
      <PageHeader title={homePage.title[language]} />
      <div className="columns">
        <Panel title={say.attention}>
          <Loaded of={attention}>{({ data }) => <AttentionList items={data} />}</Loaded>
        </Panel>
        <NextPayoutsPanel more={<PageLink to={payoutsPage}>{say.allPayouts}</PageLink>} />
      </div>
      <UnknownFilters bound={bound} labels={{ from: part.from, to: part.to }} />
      <DateRange legend={say.time} value={range} onChange={({ from, to }) => void set({ from, to })} />
      <FiguresOf summary={summary}>
        {(summary) => (
          <>
            <p className="soft">
              <Day on={summary.from} /> {say.to} <Day on={summary.to} />, {summary.time_zone}. {say.asOf}{' '}
              <Moment at={summary.as_of} look="fixed" />
            </p>
            {summary.currencies.length === 0 && !summary.behind && (
              <EmptyState icon="search" title={say.nothingTitle}>
                {say.nothing}
              </EmptyState>
            )}
            {summary.currencies.map((of) => (
              <CurrencyTiles key={of.currency} of={of} summary={summary} />
            ))}
            {summary.currencies.length > 0 && (
              <Panel title={say.series}>
                <VolumeChart summary={summary} />
              </Panel>
            )}
          </>
        )}
      </FiguresOf>
    </div>
  )
}
