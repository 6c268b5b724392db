/** What values between main side and vault may be; where they come in they are judged more closely. */
import { z } from 'zod'

/** Texts and addresses only have an end here, in UTF-16 units. */
const TEXT_MAX = 1_000

export const id = z.guid('must be a UUID')
export const text = z.string().max(TEXT_MAX)
export const code = z.string().max(40)
export const count = z.string().regex(/^\d{1,18}$/, 'must be 1 to 18 digits')
