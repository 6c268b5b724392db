import type { lifecycle } from '../lifecycle/lifecycle.ts'

type MovesOf<Kind extends keyof typeof lifecycle> = keyof (typeof lifecycle)[Kind] & string
/**
 * The words of a timeline in one language. `{amount}` and the like are filled in by the reader of the row;
 * a word that is missing here does not compile.
 */
export type TimelineWords = {
  moves: Record<
    MovesOf<'card_debit'> | MovesOf<'open_debit'> | MovesOf<'eft_debit'> | MovesOf<'eft_credit'>,
    string
  >
  fee: string
  refunds: Record<MovesOf<'refund'> | MovesOf<'bank_refund'>, string>
  disputes: Record<MovesOf<'dispute'>, string>
  items: Record<MovesOf<'reconciliation_item'>, string>
  asked: Record<'charge' | 'authorization' | 'refund', string>
  answers: Record<
    'sent' | 'approved' | 'declined' | 'unsent' | 'reversing' | 'reversed' | 'authorized' | 'capturing',
    string
  >
  /** What a person has decided and the network or bank never said: no word of it is theirs. */
  decided: {
    outcomes: Record<'reversed' | 'captured' | 'released', string>
    returns: Record<'returned' | 'stands', string>
    /** Of a bank item that was taken back so. */
    takenBack: string
    answer: string
    capture: string
    moves: Record<'fail' | 'charge' | 'capture' | 'refuse' | 'settle' | 'reject', string>
    refunds: Record<'approve' | 'fail' | 'void' | 'settle', string>
    items: Record<'correct' | 'settle' | 'fail' | 'write_off', string>
    dispute: string
  }
  colon: string
  captured: string
  cleared: Record<'sale' | 'reversal' | 'refund' | 'adjustment' | 'reject', string>
  banked: Record<'queued' | 'sent' | 'settled' | 'returned' | 'rejected' | 'cancelled', string>
  directions: Record<'credit' | 'debit', string>
  paidOut: string
  takenFromPayout: string
  event: string
  mails: Record<'queued' | 'sent' | 'failed', string>
  agreed: Record<'platform' | 'payment_page', string>
  scheduled: string
  audit: Record<'begun' | 'done' | 'refused' | 'failed', string>
  /** What becomes of it next. */
  next: {
    payout: string
    taken: string
    clearing: string
    expiry: string
    link: string
    file: string
    reversal: string
  }
}
