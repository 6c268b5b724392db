import type { Addenda, TransactionCode } from './ach-entry.ts'

/** What a notification of change says is right: of an account, those parts that are to be changed. */
export type Corrected = {
  routing?: string
  account?: string
  transactionCode?: TransactionCode
  name?: string
  individualId?: string
}

/**
 * Change codes, and what stands in the 29 characters of corrected data: parts with their first position there
 * (from 1) and length (Nacha Operating Rules, Appendix Five, "Corrected Data"). C08 and C14 are of IAT, which
 * we do not send; C10 to C12 are not given.
 */
export const changeCodes = {
  C01: { meaning: 'Incorrect account number', corrected: { account: [1, 17] } },
  C02: { meaning: 'Incorrect routing number', corrected: { routing: [1, 9] } },
  C03: {
    meaning: 'Incorrect routing number and account number',
    corrected: { routing: [1, 9], account: [13, 17] },
  },
  C04: { meaning: 'Incorrect name', corrected: { name: [1, 22] } },
  C05: { meaning: 'Incorrect transaction code', corrected: { transactionCode: [1, 2] } },
  C06: {
    meaning: 'Incorrect account number and transaction code',
    corrected: { account: [1, 17], transactionCode: [21, 2] },
  },
  C07: {
    meaning: 'Incorrect routing number, account number and transaction code',
    corrected: { routing: [1, 9], account: [10, 17], transactionCode: [27, 2] },
  },
  C09: { meaning: 'Incorrect individual identification number', corrected: { individualId: [1, 22] } },
  C13: { meaning: 'Addenda format error', corrected: {} },
} as const satisfies Record<
  string,
  { meaning: string; corrected: Partial<Record<keyof Corrected, readonly [number, number]>> }
>

export type ChangeCode = keyof typeof changeCodes

const LENGTH = 29

export function writeCorrected(code: ChangeCode, corrected: Corrected): string {
  const text = Array.from({ length: LENGTH }, () => ' ')
  for (const [part, [from, length]] of Object.entries(changeCodes[code].corrected))
    for (const [at, character] of [...(corrected[part as keyof Corrected] ?? '').slice(0, length)].entries())
      text[from - 1 + at] = character
  // A record must say something (the field is mandatory), also where there is nothing to correct.
  return text.join('').trimEnd() || 'SEE ADDENDA'
}

const valid: Record<keyof Corrected, RegExp> = {
  routing: /^\d{9}$/,
  account: /^\S.*$/,
  transactionCode: /^[23][27]$/,
  name: /^\S.*$/,
  individualId: /^\S.*$/,
}

type Addenda98 = Addenda & { type: '98' }

/**
 * Reads corrected data; undefined for a code that is not on the list, or data that is not as its code has it.
 * Banks are seen to move the parts behind the first about, so where positions do not fit the words do.
 */
export function readCorrected({
  code,
  corrected,
}: Pick<Addenda98, 'code' | 'corrected'> & Partial<Addenda98>): Corrected | undefined {
  if (!(code in changeCodes)) return undefined
  const layout = Object.entries(changeCodes[code as ChangeCode].corrected)
  if (layout.length === 0) return {}
  const text = corrected.padEnd(LENGTH)
  const words = corrected.trim().split(/ +/)
  const byPosition = layout.map(([, [from, length]]) => text.slice(from - 1, from - 1 + length).trim())
  const isAllRead = inked(byPosition.join('')) === inked(text)
  for (const parts of [
    ...(isAllRead ? [byPosition] : []),
    ...(words.length === layout.length ? [words] : []),
  ])
    if (layout.every(([part], at) => valid[part as keyof Corrected].test(parts[at]!)))
      return Object.fromEntries(layout.map(([part], at) => [part, parts[at]]))
  return undefined
}

const inked = (text: string): number => text.replaceAll(' ', '').length
