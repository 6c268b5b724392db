import type { achProfileNames } from '../../ground/settings/bank.ts'
import type { RailProfile } from '../rail-profile.ts'

export type AchProfileName = (typeof achProfileNames)[number]

/** What an ODFI asks for. A further bank is a further name among the settings and a further row here. */
export type AchProfile = RailProfile & {
  lineEnd: '\r\n' | '\n'
}

/**
 * FedACH takes files for the next day until 02:15 Eastern, banks until the afternoon before; 17:00 is an
 * ODFI's usual cut-off. Returns reach the ODFI by the opening of the second banking day after settlement
 * (Nacha Operating Rules, 3.8.1); unauthorized debits of consumers come until 60 days after it (3.12) and are
 * handled as late.
 */
const nacha = {
  lineEnd: '\r\n',
  calendar: 'united_states',
  currencies: ['USD'],
  oneKindPerFile: false,
  // Twelve digits (Appendix Three, total debit and total credit entry dollar amount in file).
  totalMax: 999_999_999_999n,
  amountMax: 9_999_999_999n,
  // The operator settles a past date on the next day that it can; further ahead, banks keep files or send
  // them back.
  window: { debit: { pastDays: 0, aheadDays: 30 }, credit: { pastDays: 0, aheadDays: 30 } },
  cutOff: { hour: 17, minute: 0 },
  sendsAtOnce: false,
  settleDays: 1,
  leadDays: 1,
  returnDays: 2,
} as const satisfies AchProfile

export const achProfiles = {
  nacha,
  /**
   * Same Day ACH: the effective date is the day of processing, and no item is above 1,000,000.00 (Nacha, Same
   * Day ACH, since 18 March 2022). FedACH's deadlines are 10:30, 14:45 and 16:45 Eastern; this is an ODFI's
   * cut-off for the last that leaves it time.
   */
  nacha_same_day: {
    ...nacha,
    amountMax: 100_000_000n,
    cutOff: { hour: 15, minute: 0 },
    settleDays: 0,
    leadDays: 0,
  },
  /** The simulated bank: takes files at any time and confirms what has settled. */
  demo_ach: { ...nacha, cutOff: { hour: 24, minute: 0 }, sendsAtOnce: true, returnDays: null },
} as const satisfies Record<AchProfileName, AchProfile>
