/**
 * What was released of the pages that take cards: their scripts and styles with hash and purpose, and their
 * headers.
 */
import { readFileSync } from 'node:fs'

export type ReleasedFile = { integrity: string; path: string; purpose: string }
export type ReleasedPage = {
  /** `{nonce}` and `{framed by}` stand for what each answer says anew. */
  headers: Record<string, string>
  files: Record<string, ReleasedFile>
}
export type Release = {
  pages: { card: ReleasedPage; payment: ReleasedPage }
  /** What pages of merchants load of ours. */
  embed: ReleasedFile[]
}

export const RELEASE_FILE = new URL('released.json', import.meta.url)

/** Written by `npm run docs`, and part of what is released: a test holds it equal to the source. */
export const readRelease = (): Release => JSON.parse(readFileSync(RELEASE_FILE, 'utf8'))
