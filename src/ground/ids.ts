import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** A new UUIDv7: ordered by time (RFC 9562 section 5.7), so that rows made together lie together. */
export const newId = (): string => v7()

/** Whether a text has the form of an id, of whatever version and in any case. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** A secret that cannot be guessed: 256 random bits, URL-safe, 43 characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * What we keep of a secret that was handed out (API token, card page ticket). 256 random bits need no slow
 * hash.
 */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
