import type { AccountCountry } from '../bank-accounts/account-country.ts'
import type { Config } from '../ground/config.ts'
import type { Currency } from '../ground/money.ts'
import type { BankFileRow } from './bank-file.ts'
import { eftLayout } from './eft/eft-layout.ts'
import type { FileLayout } from './file-layout.ts'
import { achLayout } from './nacha/ach-layout.ts'
import type { RailProfile } from './rail-profile.ts'

export const layouts = { eft: eftLayout, ach: achLayout } as const satisfies Record<string, FileLayout>
export type RailName = keyof typeof layouts

/** A way to the bank as the settings have it: a layout with the profile in use. */
export type Rail = {
  name: RailName
  layout: FileLayout
  profileName: string
  /** With the cut-off that the settings may change. */
  profile: RailProfile
  originatorId: string
  /** Where the accounts are that it reaches. */
  reaches: AccountCountry
  /** Where it is the only one it is given all items, and refuses those that it does not reach. */
  isOnly: boolean
}

/** The rails in use: EFT in Canada always, ACH in the United States where it is set up. */
export function railsOf({ profile, cutOff, originatorId, ach }: Config['bank']): Rail[] {
  const withCutOff = (of: RailProfile, at: typeof cutOff) => (at === undefined ? of : { ...of, cutOff: at })
  const eft: Rail = {
    name: 'eft',
    layout: layouts.eft,
    profileName: profile,
    profile: withCutOff(layouts.eft.profiles[profile], cutOff),
    originatorId,
    reaches: 'canadian',
    isOnly: ach.profile === 'none',
  }
  if (ach.profile === 'none') return [eft]
  const american: Rail = {
    name: 'ach',
    layout: layouts.ach,
    profileName: ach.profile,
    profile: withCutOff(layouts.ach.profiles[ach.profile], ach.cutOff),
    originatorId: ach.companyId,
    reaches: 'american',
    isOnly: false,
  }
  return [eft, american]
}

/**
 * The rail whose files go to an account: that of the country where the account is, if the bank's profile has
 * its currency. Undefined where none does.
 */
export const railTo = (
  rails: Rail[],
  { country, currency }: { country: AccountCountry; currency: Currency },
): Rail | undefined =>
  rails.find(
    ({ reaches, profile }) =>
      reaches === country && (profile.currencies as readonly Currency[]).includes(currency),
  )

/** The layout that a file was opened with. */
export const layoutOf = ({ profile }: Pick<BankFileRow, 'profile'>): FileLayout =>
  Object.values<FileLayout>(layouts).find(({ profiles }) => profile in profiles)!

/** The file's name: of which rail, whose, which number, of which day. */
export const bankFileName = (
  file: Pick<BankFileRow, 'profile' | 'originator_id' | 'file_number' | 'created_on'>,
): string =>
  `${layoutOf(file).filePrefix}.${file.originator_id}.${String(file.file_number).padStart(4, '0')}.${file.created_on.replaceAll('-', '')}.txt`
