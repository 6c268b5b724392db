import { type ReturnCode, returnReasons } from '../rails/eft/return-reasons.ts'

/** What the simulated bank does with an item, by the number of the account that it is for. */
export type BankBehaviour =
  | { kind: 'settles' }
  | { kind: 'returned' | 'returned_late'; code: ReturnCode }
  | { kind: 'moved'; to: { transit: string; number: string } }

/** An account number that a newcomer can use, whatever its institution and transit. */
export type TestAccount = { number: string; of: 'debit' | 'credit' | 'both'; behaviour: string }

const RETURNED = /^9900(\d{3})$/
const RETURNED_LATE = /^9910(\d{3})$/
const MOVED = '9920001'
const MOVED_TO = { transit: '00099', number: '9921001' }

export function behaviourOf(number: string, direction: 'debit' | 'credit'): BankBehaviour {
  if (number === MOVED) return { kind: 'moved', to: MOVED_TO }
  for (const [pattern, kind] of [
    [RETURNED, 'returned'],
    [RETURNED_LATE, 'returned_late'],
  ] as const) {
    const code = pattern.exec(number)?.[1]
    if (code && code in returnReasons) {
      const reason = returnReasons[code as ReturnCode]
      if (reason.of === 'both' || reason.of === direction) return { kind, code: code as ReturnCode }
    }
  }
  return { kind: 'settles' }
}

/** All of them, for `GET /bank/accounts` and docs/eft.md. Any other number settles. */
export const testAccounts: TestAccount[] = [
  { number: '1234567', of: 'both', behaviour: 'settles, as does any number that is not listed' },
  ...Object.entries(returnReasons).map(([code, { meaning, of }]) => ({
    number: `9900${code}`,
    of,
    behaviour: `comes back: ${code} ${meaning}`,
  })),
  ...Object.entries(returnReasons).map(([code, { meaning, of }]) => ({
    number: `9910${code}`,
    of,
    behaviour: `settles, then comes back late: ${code} ${meaning}`,
  })),
  {
    number: MOVED,
    of: 'both',
    behaviour: `settles, with a notice of change to transit ${MOVED_TO.transit}, account ${MOVED_TO.number}`,
  },
]
