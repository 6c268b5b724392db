// Our TypeScript without its types, as make.mjs has made it: each file under the hash of its source, so that what is found is of the
// source as it stands, whatever was installed, copied or edited since. Plain JavaScript: it is what reads TypeScript.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** By version of Node, whose stripping it is. */
export const folder = new URL(`../../build/stripped/${process.version}/`, import.meta.url)

export const fileOf = (source) => new URL(`${createHash('sha256').update(source).digest('hex')}.js`, folder)

/** Undefined where nothing was made of this source, or it cannot be read: Node strips it itself then. */
export function strippedOf(source) {
  try {
    return readFileSync(fileOf(source), 'utf8')
  } catch {
    return undefined
  }
}
