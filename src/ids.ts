import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** A new UUIDv7: ordered by time (RFC 9562 section 5.7), so that rows made together lie together. */
export const newId = (): string => v7()

/** A secret that cannot be guessed: 256 random bits, URL-safe, 43 characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What we keep of a secret that was handed out (API token, card page ticket). 256 random bits need no slow hash. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
