import { type ReturnCode, returnReasons } from '../rails/eft/return-reasons.ts'
import { type ChangeCode, changeCodes } from '../rails/nacha/corrected-data.ts'
import { type AchReturnCode, achReturnReasons } from '../rails/nacha/return-reasons.ts'

/** By which files an item came: CPA Standard 005 from Canada, NACHA from the United States. */
export type RailName = 'eft' | 'ach'

/** What the simulated bank does with an item, by the number of the account that it is for. */
export type BankBehaviour =
  | { kind: 'settles' }
  | { kind: 'returned' | 'returned_late'; code: ReturnCode | AchReturnCode }
  | { kind: 'moved'; change: ChangeCode | null }

/** An account number that a newcomer can use, whatever its institution and transit, or its routing number. */
export type TestAccount = {
  rail: RailName
  number: string
  of: 'debit' | 'credit' | 'both'
  behaviour: string
}

const patterns = { returned: /^9900(\d{3})$/, returned_late: /^9910(\d{3})$/, moved: /^9920(\d{3})$/ }
/** Where an account of a notice of change is now. */
export const movedTo = { transit: '00099', routing: '011000015', number: '9921001' }

const ach: Record<string, { of: string }> = achReturnReasons
const eft: Record<string, { of: string }> = returnReasons
const isGivenFor = (reason: { of: string } | undefined, direction: string) =>
  reason !== undefined && (reason.of === 'both' || reason.of === direction)

/** By ACH the three digits are those of the code: 001 is R01, or C01 of a notice of change. */
export function behaviourOf(
  number: string,
  direction: 'debit' | 'credit',
  rail: RailName = 'eft',
): BankBehaviour {
  for (const kind of ['returned', 'returned_late'] as const) {
    const digits = patterns[kind].exec(number)?.[1]
    const code = rail === 'eft' ? digits : digits?.replace(/^0/, 'R')
    if (code !== undefined && isGivenFor((rail === 'eft' ? eft : ach)[code], direction))
      return { kind, code: code as ReturnCode | AchReturnCode }
  }
  const moved = patterns.moved.exec(number)?.[1]
  if (rail === 'eft' && moved === '001') return { kind: 'moved', change: null }
  const change = moved?.replace(/^0/, 'C')
  if (rail === 'ach' && change !== undefined && change in changeCodes)
    return { kind: 'moved', change: change as ChangeCode }
  return { kind: 'settles' }
}

const settling = (rail: RailName): TestAccount => ({
  rail,
  number: '1234567',
  of: 'both',
  behaviour: 'settles, as does any number that is not listed',
})

/** A code's account that is returned at once, or late. */
const returning = (
  rail: RailName,
  prefix: '9900' | '9910',
  says: string,
  reasons: Record<string, { meaning: string; of: string }>,
): TestAccount[] =>
  Object.entries(reasons).flatMap(([code, { meaning, of }]) =>
    of === 'none'
      ? []
      : {
          rail,
          number: `${prefix}${code.replace('R', '0')}`,
          of: of as TestAccount['of'],
          behaviour: `${says}: ${code} ${meaning}`,
        },
  )

const changing = (rail: RailName, number: string, says: string): TestAccount => ({
  rail,
  number,
  of: 'both',
  behaviour: `settles, with a notice of change${says}`,
})

/** All of them, for `GET /bank/accounts`, docs/eft.md and docs/ach.md. Any other number settles. */
export const testAccounts: TestAccount[] = [
  settling('eft'),
  ...returning('eft', '9900', 'comes back', returnReasons),
  ...returning('eft', '9910', 'settles, then comes back late', returnReasons),
  changing('eft', '9920001', ` to transit ${movedTo.transit}, account ${movedTo.number}`),
  settling('ach'),
  ...returning('ach', '9900', 'comes back', achReturnReasons),
  ...returning('ach', '9910', 'settles, then comes back late', achReturnReasons),
  ...Object.entries(changeCodes).map(([code, { meaning }]) =>
    changing('ach', `9920${code.replace('C', '0')}`, `: ${code} ${meaning}`),
  ),
]
