import type { bankProfileNames } from '../../ground/settings/bank.ts'
import type { RailProfile } from '../rail-profile.ts'
import type { EftHeader, EftItem, EftPart } from './eft-item.ts'
import { readCpa1464 } from './read-cpa-1464.ts'
import { readTd80, writeTd80 } from './td-80.ts'
import { writeCpa1464 } from './write-cpa-1464.ts'

/** How a file is written and read. */
export type EftLayout = {
  write(
    header: EftHeader,
    items: AsyncIterable<EftItem> | Iterable<EftItem>,
    lineEnd: string,
  ): AsyncGenerator<Buffer, void>
  read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<EftPart, void>
}

export const layouts = {
  cpa1464: { write: writeCpa1464, read: readCpa1464 },
  td1464: {
    write: (header, items, lineEnd) => writeCpa1464(header, items, lineEnd, true),
    read: readCpa1464,
  },
  td80: { write: writeTd80, read: readTd80 },
} as const satisfies Record<string, EftLayout>

export type BankProfileName = (typeof bankProfileNames)[number]

/** What one bank asks for. A further bank is a further name among the settings and a further row here. */
export type BankProfile = RailProfile & {
  layout: keyof typeof layouts
  lineEnd: '\r\n' | ''
  /** `zeros`: the bank numbers the items; `numbered`: we do, as the standard has it. */
  itemTrace: 'zeros' | 'numbered'
}

/**
 * RBC's CPA-005 guides: no more than 30 days back and 173 ahead; its calendar of holidays names 13:00 Eastern
 * as the cut-off.
 */
const cpa005 = {
  calendar: 'canada',
  layout: 'cpa1464',
  lineEnd: '\r\n',
  currencies: ['CAD', 'USD'],
  oneKindPerFile: false,
  // Ten digits; the sum has fourteen, which 10,000 items of ten digits do not fill.
  amountMax: 9_999_999_999n,
  totalMax: 99_999_999_999_999n,
  itemTrace: 'zeros',
  window: { debit: { pastDays: 30, aheadDays: 173 }, credit: { pastDays: 30, aheadDays: 173 } },
  cutOff: { hour: 13, minute: 0 },
  sendsAtOnce: false,
  settleDays: 0,
  leadDays: 1,
  // Most returns come on the second to fourth banking day; a later one is handled as late. Ask your bank.
  returnDays: 4,
} as const satisfies BankProfile

export const bankProfiles = {
  cpa005,
  /**
   * TD's guide to its 1464-byte files: reserved fields are blank, and so is the currency. Its windows are
   * those of its 80-byte guide.
   */
  td1464: {
    ...cpa005,
    layout: 'td1464',
    currencies: ['CAD'],
    window: { debit: { pastDays: 173, aheadDays: 35 }, credit: { pastDays: 30, aheadDays: 35 } },
  },
  /** TD's 80-byte guide: credits 30 days back, debits 173, both 35 ahead. CR LF after each record. */
  td80: {
    ...cpa005,
    layout: 'td80',
    currencies: ['CAD'],
    oneKindPerFile: true,
    window: { debit: { pastDays: 173, aheadDays: 35 }, credit: { pastDays: 30, aheadDays: 35 } },
  },
  /** The simulated bank: takes files at any time and confirms what has settled. */
  demo: {
    ...cpa005,
    itemTrace: 'numbered',
    cutOff: { hour: 24, minute: 0 },
    sendsAtOnce: true,
    returnDays: null,
  },
} as const satisfies Record<BankProfileName, BankProfile>
