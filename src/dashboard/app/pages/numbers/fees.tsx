import { useFilters } from '../../data/filters.ts'
import { useDaysOfLevels } from '../../data/opened-levels.ts'
import { Button } from '../../parts/button.tsx'
import { DateRange } from '../../parts/date-range.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { explainWords } from '../../parts/explain-words.ts'
import { Levels } from '../../parts/explained.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { UnknownFilters } from '../../parts/unknown-filters.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useLanguage } from '../../words/language.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { FiguresOf, useSummary } from './figures-of.tsx'
import { feesPage, rangeFilters } from './numbers-pages.ts'
import { numbersWords } from './numbers-words.ts'
import { explainPath } from './summary.ts'

/** What the company was charged in a time, opened as far as each debit's fee. */
export default function Fees() {
  const download = useDownload()
  const say = useWords(numbersWords)
  const explained = useWords(explainWords)
  const { language } = useLanguage()
  useDaysOfLevels()
  const bound = useFilters(rangeFilters)
  const { values, set } = bound
  const part = useWords(partWords)
  const summary = useSummary(values)
  const range = { from: values.from ?? summary.data?.from, to: values.to ?? summary.data?.to }
  return (
    <div className="stack">
      <PageHeader title={feesPage.title[language]} />
      <UnknownFilters bound={bound} labels={{ from: part.from, to: part.to }} />
      <DateRange legend={say.time} value={range} onChange={({ from, to }) => void set({ from, to })} />
      <FiguresOf summary={summary}>
        {(summary) =>
          summary.currencies.length === 0 ? (
            !summary.behind && <EmptyState title={say.nothingTitle}>{say.nothing}</EmptyState>
          ) : (
            <div className="stack">
              {summary.currencies.map(({ currency }) => {
                const query = new URLSearchParams({
                  from: summary.from,
                  to: summary.to,
                  currency,
                  figure: 'fees',
                })
                return (
                  <Panel
                    key={`${currency} ${summary.from} ${summary.to}`}
                    title={`${say.feesOf}, ${currency}`}
                    actions={
                      <Button
                        icon="download"
                        onClick={() => download(`/company/summary/entries?${query}`, `fees-${currency}.csv`)}
                      >
                        {explained.export}
                      </Button>
                    }
                  >
                    <Levels name={explained.names.fees!} path={explainPath(summary, currency, 'fees')} />
                  </Panel>
                )
              })}
            </div>
          )
        }
      </FiguresOf>
    </div>
  )
}
