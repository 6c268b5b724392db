import type { Account } from '../ledger/account.ts'
import { lifecycle } from '../lifecycle/lifecycle.ts'
import type { Move } from '../lifecycle/move.ts'

/** A move as it is summed: the kind of what was moved, and the move's name. */
export type MoveName = `${string}.${string}`

/**
 * What moves of money are summed as: an account of the ledger, and the sign that makes its amounts a figure.
 */
type MoneyFigure = { account: Account; moves: readonly MoveName[]; sign: 1n | -1n }

/**
 * The figures of money. Together they are every move that posts to `company_payable`, so that what a company
 * is owed changes by exactly what they say; a test holds them to the lifecycle.
 */
export const moneyFigures = {
  /** Captured or pulled from payers. */
  volume: {
    account: 'company_payable',
    moves: ['card_debit.charge', 'card_debit.capture', 'eft_debit.pull'],
    sign: -1n,
  },
  /** Payments that failed after they had counted: refused at clearing, or returned by a bank. */
  returned: {
    account: 'company_payable',
    moves: ['card_debit.reject', 'eft_debit.return', 'eft_debit.return_late'],
    sign: 1n,
  },
  /** Given back to payers, less what came back. */
  refunds: {
    account: 'company_payable',
    moves: [
      'refund.approve',
      'refund.void',
      'bank_refund.request',
      'bank_refund.bounce',
      'bank_refund.return_push',
    ],
    sign: 1n,
  },
  fees: { account: 'company_payable', moves: ['fee.charge'], sign: 1n },
  /** Taken back by card holders, less what was won. */
  disputes: {
    account: 'company_payable',
    moves: ['dispute.open', 'dispute.win', 'dispute.win_late'],
    sign: 1n,
  },
  /** Given to contacts, less what was pulled from the company for it. */
  credits: {
    account: 'company_payable',
    moves: [
      'eft_credit.pull',
      'eft_credit.deliver',
      'eft_credit.unfund',
      'eft_credit.return_pull',
      'eft_credit.return_push',
    ],
    sign: 1n,
  },
  /** Handed to the bank for the company's accounts, less what came back. */
  payouts: {
    account: 'company_payable',
    moves: ['payout.send', 'payout.send_more', 'payout.return'],
    sign: 1n,
  },
} as const satisfies Record<string, MoneyFigure>

export type Figure = keyof typeof moneyFigures
export const figures = Object.keys(moneyFigures) as [Figure, ...Figure[]]

export const figureOf = (name: MoveName): Figure | undefined =>
  figures.find((figure) => (moneyFigures[figure].moves as readonly MoveName[]).includes(name))

/** A payment that did not come about, with its reason: what a success rate is less by. */
export const failures = [
  'card_debit.fail',
  'card_debit.refuse',
  'eft_debit.fail',
] as const satisfies MoveName[]

/** Moves that are summed though they post nothing. */
export const silentMoves: readonly MoveName[] = [
  ...failures,
  /** A card that was entered on a payment page did not pay; another may. */
  'open_debit.fail_try',
  'eft_credit.fail',
  'refund.fail',
  /** Of which nothing could be booked. */
  'dispute.open',
  'dispute.lose',
  'payout.deposit',
]

const moved = Object.entries(lifecycle as Record<string, Record<string, Move>>).flatMap(([kind, moves]) =>
  Object.entries(moves).map(([move, { postings }]) => ({ name: `${kind}.${move}` as MoveName, postings })),
)

/** Every move that posts to an account. */
export const movesOn = (account: Account): MoveName[] =>
  moved.filter(({ postings }) => postings.some((of) => of.account === account)).map(({ name }) => name)

const moveOf = (name: MoveName) => name.split('.')[1]!
/** The names of moves among which those that are summed are, whatever they move. */
export const summedNames: string[] = [
  ...new Set(
    [...moved.filter(({ postings }) => postings.length > 0).map(({ name }) => name), ...silentMoves].map(
      moveOf,
    ),
  ),
]
/** Of debits the ones that only a debit by bank makes; `fail` is made by both. */
export const bankDebitMoves: string[] = moved
  .filter(({ name }) => name.startsWith('eft_debit.'))
  .map(({ name }) => moveOf(name))
  .filter((move) => !moved.some(({ name }) => name === `card_debit.${move}`))
