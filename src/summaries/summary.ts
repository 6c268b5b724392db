import { z } from 'zod'
import { type Currency, currencies } from '../ground/money.ts'
import { amountAnswer, currency, failReason, printAmount } from '../http/schema.ts'
import { type Figure, failures, figureOf, figures, type MoveName, moneyFigures } from './figures.ts'
import { successRate } from './success-rate.ts'
import type { Summed } from './summed-within.ts'

const nameOf = ({ kind, move }: Summed): MoveName => `${kind}.${move}`
const isFailure = (row: Summed) =>
  (failures as readonly MoveName[]).includes(nameOf(row)) && row.account === ''

const figureSchema = z
  .object({
    amount: amountAnswer,
    count: z.int().meta({ description: 'Moves of money: what was given and taken back counts twice' }),
  })
  .meta({ id: 'Figure' })
const figuresSchema = z.object(Object.fromEntries(figures.map((figure) => [figure, figureSchema])))

const rateSchema = z.object({
  paid: z.int(),
  failed: z.int(),
  rate: z
    .string()
    .nullable()
    .meta({
      description:
        'Of those that ended the part that was paid, in percent with one decimal, rounded half up, and 100.0 only where none failed; null where none ended',
      examples: ['97.4'],
    }),
})
const declineSchema = z.object({ reason: failReason.nullable(), count: z.int() })

const ofCurrency = z.object({
  currency,
  figures: figuresSchema,
  payable_change: amountAnswer.meta({
    description: 'By how much more is owed to the company than before: its volume less all the other figures',
  }),
  by_rail: z.array(z.object({ rail: z.enum(['card', 'eft']), amount: amountAnswer, count: z.int() })),
  success: rateSchema,
  declines: z.array(declineSchema).meta({ description: 'The most frequent first' }),
  disputes: z.object({
    opened: z.int().meta({
      description:
        'Those of `GET /dispute` in this currency with `opened_after` and `opened_before`, by now also where the figures are behind',
    }),
    won: z.int(),
    lost: z.int(),
  }),
  payouts: z.object({
    made: z.int().meta({
      description:
        'Those of `GET /payout` in this currency with `created_after` and `created_before`, by now also where the figures are behind',
    }),
  }),
})

export const summarySchema = {
  currencies: z.array(ofCurrency).meta({ description: 'Those in which anything was done' }),
  success: rateSchema,
}
export const pointSchema = z.object({
  starts_at: z.string().meta({ description: 'A day, or with the step `hour` an instant' }),
  currency,
  volume: amountAnswer,
  paid: z.int(),
  failed: z.int(),
})

/** Of a figure: its sum in minor units, and of how many moves. */
function figureIn(rows: Summed[], figure: Figure) {
  const { account, sign } = moneyFigures[figure]
  const of = rows.filter((row) => row.account === account && figureOf(nameOf(row)) === figure)
  return { amount: of.reduce((sum, row) => sum + sign * row.amount, 0n), moves: countOf(of) }
}

const countOf = (rows: Summed[]) => rows.reduce((sum, row) => sum + row.moves, 0n)
const named = (rows: Summed[], ...names: MoveName[]) => rows.filter((row) => names.includes(nameOf(row)))

const shown = ({ amount, moves }: { amount: bigint; moves: bigint }) => ({
  amount: printAmount(amount),
  count: Number(moves),
})

function rateIn(rows: Summed[]) {
  const paid = figureIn(rows, 'volume').moves
  const failed = countOf(rows.filter(isFailure))
  return { paid: Number(paid), failed: Number(failed), rate: successRate(paid, failed) }
}

function declinesIn(rows: Summed[]) {
  const counts = new Map<string, bigint>()
  for (const { reason, moves } of rows.filter(isFailure))
    counts.set(reason, (counts.get(reason) ?? 0n) + moves)
  return [...counts]
    .sort(([, one], [, other]) => Number(other - one))
    .map(([reason, count]) => ({ reason: reason || null, count: Number(count) }))
}

function showCurrency(of: Currency, all: Summed[], listed: Listed | undefined) {
  const rows = all.filter((row) => row.currency === of)
  const sums = figures.map((figure) => [figure, figureIn(rows, figure)] as const)
  const rails = [
    ['card', named(rows, 'card_debit.charge', 'card_debit.capture')],
    ['eft', named(rows, 'eft_debit.pull')],
  ] as const
  return {
    currency: of,
    figures: Object.fromEntries(sums.map(([figure, sum]) => [figure, shown(sum)])),
    payable_change: printAmount(
      sums.reduce((sum, [figure, { amount }]) => sum + (figure === 'volume' ? amount : -amount), 0n),
    ),
    by_rail: rails.map(([rail, of]) => ({ rail, ...shown(figureIn(of, 'volume')) })),
    success: rateIn(rows),
    declines: declinesIn(rows),
    disputes: {
      opened: Number(listed?.disputes ?? 0),
      won: Number(
        countOf(
          named(rows, 'dispute.win', 'dispute.win_late').filter(({ account }) => account !== 'bank_clearing'),
        ),
      ),
      lost: Number(countOf(named(rows, 'dispute.lose'))),
    },
    payouts: { made: Number(listed?.payouts ?? 0) },
  }
}

/** How many payouts were made and disputes opened in it, in one currency. */
export type Listed = { currency: Currency; payouts: bigint; disputes: bigint }

/** The figures of a time, of each currency in which anything was done. */
export const showSummary = (rows: Summed[], listed: Listed[]) => ({
  currencies: currencies
    .filter((of) => [...listed, ...rows].some(({ currency }) => currency === of))
    .map((of) =>
      showCurrency(
        of,
        rows,
        listed.find(({ currency }) => currency === of),
      ),
    ),
  success: rateIn(rows),
})

/** The same by parts of it: a point for each part and currency of the time, also where nothing was done. */
export function showSeries(rows: Summed[], buckets: string[]) {
  const used = currencies.filter((of) => rows.some(({ currency }) => currency === of))
  const byBucket = Map.groupBy(rows, ({ bucket, currency }) => `${bucket} ${currency}`)
  return buckets.flatMap((starts_at) =>
    used.map((of) => {
      const here = byBucket.get(`${starts_at} ${of}`) ?? []
      const { paid, failed } = rateIn(here)
      return { starts_at, currency: of, volume: printAmount(figureIn(here, 'volume').amount), paid, failed }
    }),
  )
}
