import { dayAfter } from '../../data/day-beginning.ts'
import { page } from '../../page.ts'
import { Panel } from '../../parts/description-list.tsx'
import { explainWords } from '../../parts/explain-words.ts'
import { Explained } from '../../parts/explained.tsx'
import { FailReason } from '../../parts/fail-reason.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { BarChart, Sparkline } from '../../parts/small-charts.tsx'
import { locales, useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { disputesPage } from '../disputes/disputes-pages.ts'
import { refundsPage } from '../refunds/refund-pages.ts'
import { balancePage, feesPage, payoutsPage } from './numbers-pages.ts'
import { numbersWords } from './numbers-words.ts'
import { explainPath, type Figure, figures, type OfCurrency, type Summary } from './summary.ts'

/** The list of transactions, which has filters of its own. */
const transactionsPage = page({ path: 'transactions', title: { en: 'Transactions', fr: 'Transactions' } })

/** Exactly, as amounts are shown: `75.6%`, or `75,6 %` in French. */
const percent = (rate: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: 'percent', maximumFractionDigits: 2 }).format(
    rate as Intl.StringNumericLiteral,
  )

/**
 * The figures of one currency: each opens what it is made of, with the same sum, and leads to all of the
 * kind.
 */
export function CurrencyTiles({ of, summary }: { of: OfCurrency; summary: Summary }) {
  const say = useWords(numbersWords)
  const { names } = useWords(explainWords)
  const { language } = useLanguage()
  const points = summary.series.filter(({ currency }) => currency === of.currency)
  // The figures' last day is within them, a list's `before` is not.
  const [after, before] = [summary.from, dayAfter(summary.to)]
  /**
   * What the rate counts as failed: what failed from `paid` had counted as paid, and is among what was
   * returned.
   */
  const failed = {
    state: ['failed'],
    kind: 'debit',
    currency: of.currency,
    failed_from: ['requested', 'preauthorized', 'initiated'],
    failed_after: after,
    failed_before: before,
  }
  /** Made in these days: what was paid of them, and when, is what the amount is made of. */
  const madeThen = (kind: 'debit' | 'credit') => (
    <PageLink
      to={transactionsPage}
      search={{ kind, currency: of.currency, created_after: after, created_before: before }}
    >
      {say.madeThen[kind]}
    </PageLink>
  )
  const { made } = of.payouts
  const { opened } = of.disputes
  /** Where a tile counts what a list has: the rows of that list, and no others. */
  const lists: Partial<Record<Figure, React.ReactNode>> = {
    payouts: made > 0 && (
      <PageLink
        to={payoutsPage}
        search={{ currency: of.currency, created_after: after, created_before: before }}
      >
        {say.payoutsMade(made)}
      </PageLink>
    ),
    disputes: opened > 0 && (
      <PageLink
        to={disputesPage}
        search={{ currency: of.currency, opened_after: after, opened_before: before }}
      >
        {say.disputesOpened(opened)}
      </PageLink>
    ),
  }
  /** Beside what is counted: the list of what it is about. */
  const further: Partial<Record<Figure, React.ReactNode>> = {
    volume: madeThen('debit'),
    credits: madeThen('credit'),
    refunds: (
      <PageLink to={refundsPage} search={{ created_after: after, created_before: before }}>
        {say.refundsThen}
      </PageLink>
    ),
    fees: <PageLink to={feesPage}>{feesPage.title[language]}</PageLink>,
  }
  const shown = figures.filter(
    (figure) => figure === 'volume' || of.figures[figure].count > 0 || lists[figure],
  )
  return (
    <section className="stack" aria-label={of.currency}>
      <h2>{of.currency}</h2>
      <div className="tiles">
        {shown.map((figure) => (
          <div className="panel tile" key={figure}>
            <h3 className="soft">{names[figure]}</h3>
            <div className="amount">
              <Explained
                amount={of.figures[figure].amount}
                currency={of.currency}
                name={names[figure]!}
                path={explainPath(summary, of.currency, figure)}
              />
            </div>
            {lists[figure] || (
              <span className="soft">
                {figure === 'volume'
                  ? say.payments(of.figures[figure].count)
                  : say.moves(of.figures[figure].count)}
              </span>
            )}
            {further[figure]}
            {figure === 'volume' && points.length > 1 && (
              <Sparkline points={points.map(({ volume }) => Number.parseFloat(volume))} label={say.series} />
            )}
          </div>
        ))}
        <div className="panel tile">
          <h3 className="soft">{say.owed}</h3>
          <div className="amount">
            <Explained
              amount={of.payable_change}
              currency={of.currency}
              name={say.owed}
              path={explainPath(summary, of.currency)}
            />
          </div>
          <PageLink to={balancePage}>{balancePage.title[language]}</PageLink>
        </div>
        <div className="panel tile">
          <h3 className="soft">{say.success}</h3>
          <div className="amount number">
            {of.success.rate === null ? '—' : percent(of.success.rate, locales[language])}
          </div>
          <span className="soft">
            {of.success.rate === null ? say.nothingEnded : say.successOf(of.success.paid, of.success.failed)}
          </span>
          <PageLink to={transactionsPage} search={failed}>
            {say.failedList}
          </PageLink>
        </div>
      </div>
      <Panel title={say.declines}>
        {of.declines.length === 0 ? (
          <p className="soft">{say.noDeclines}</p>
        ) : (
          <BarChart
            label={say.declines}
            bars={of.declines.map(({ reason, count }) => ({
              id: reason ?? '',
              name: (
                <PageLink to={transactionsPage} search={{ ...failed, fail_reason: reason ?? undefined }}>
                  {reason ? <FailReason reason={reason} /> : say.noReason}
                </PageLink>
              ),
              size: count,
              shown: String(count),
            }))}
          />
        )}
      </Panel>
    </section>
  )
}
