import type { AchReturnCode } from './return-reasons.ts'

/**
 * What a bank does with an addenda 99. `return`: the RDFI, or of an entry of IAT its gateway, sends the entry
 * back, and its money with it. `dishonored`: the ODFI sends the return back, so that the entry stands again.
 * `contested`: the RDFI does not accept that, so that the return stands after all (Nacha Operating Rules,
 * 2.13.6 and 3.8.5; Appendix Four, by who uses a code).
 */
export type ReturnStage = 'return' | 'dishonored' | 'contested'

/** Codes by who uses them; all others are those of the RDFI. */
const usedBy = {
  dishonored: ['R61', 'R62', 'R67', 'R68', 'R69', 'R70'],
  contested: ['R71', 'R72', 'R73', 'R74', 'R75', 'R76', 'R77'],
  gateway: ['R80', 'R81', 'R82', 'R83', 'R84'],
} as const satisfies Record<string, AchReturnCode[]>

export type UsedBy = keyof typeof usedBy | 'rdfi'

export const userOf = (code: string): UsedBy =>
  (Object.keys(usedBy) as (keyof typeof usedBy)[]).find((user) =>
    (usedBy[user] as readonly string[]).includes(code),
  ) ?? 'rdfi'

/**
 * What a code does. A code that is not on any list is a return, as reasons are added (R90), but `unknown`
 * where the codes of banks to each other stand, R60 to R79: it may undo a return.
 */
export function stageOf(code: string): ReturnStage | 'unknown' {
  const user = userOf(code)
  if (user === 'dishonored' || user === 'contested') return user
  return /^R[67]/.test(code) ? 'unknown' : 'return'
}
