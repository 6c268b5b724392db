import { randomBytes } from 'node:crypto'

/** Of one answer: 128 bits that nobody guesses (CSP3 section 7.1). */
export const newNonce = (): string => randomBytes(16).toString('base64url')
