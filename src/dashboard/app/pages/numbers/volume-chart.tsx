import { useMemo } from 'react'
import { Day, DayOf } from '../../parts/day.tsx'
import { LineChart } from '../../parts/line-chart.tsx'
import { Money } from '../../parts/money.tsx'
import { useWords } from '../../words/words.ts'
import { numbersWords } from './numbers-words.ts'
import type { Summary } from './summary.ts'

/** A series of up to 48 points or so is drawn; beside it stands a table for those who do not see it. */
export function VolumeChart({ summary }: { summary: Summary }) {
  const say = useWords(numbersWords)
  const { times, series } = useMemo(() => {
    const starts = [...new Set(summary.series.map(({ starts_at }) => starts_at))]
    return {
      times: starts.map((at) => Date.parse(at.length === 10 ? `${at}T12:00:00Z` : at) / 1000),
      series: summary.currencies.map(({ currency }) => ({
        name: currency,
        // For drawing only: what is read stands in the table, as the server has it.
        points: summary.series
          .filter((point) => point.currency === currency)
          .map(({ volume }) => Number.parseFloat(volume)),
      })),
    }
  }, [summary])
  return (
    <>
      {times.length > 1 && <LineChart times={times} series={series} label={say.series} />}
      <details>
        <summary>{say.seriesTable}</summary>
        <table className="explained">
          <caption className="unseen">{say.series}</caption>
          <thead>
            <tr>
              <th scope="col">{say.when}</th>
              <th scope="col" className="end">
                {say.volume}
              </th>
              <th scope="col" className="end">
                {say.paid}
              </th>
              <th scope="col" className="end">
                {say.failed}
              </th>
            </tr>
          </thead>
          <tbody>
            {summary.series.map(({ starts_at, currency, volume, paid, failed }) => (
              <tr key={`${starts_at} ${currency}`}>
                <td>{starts_at.length === 10 ? <Day on={starts_at} /> : <DayOf at={starts_at} hour />}</td>
                <td className="end">
                  <Money amount={volume} currency={currency} />
                </td>
                <td className="end number">{paid}</td>
                <td className="end number">{failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
