import { nearest } from '../ground/nearest.ts'

/** A part of a path: nothing in it leads to another one. */
const PATH_PART = /^[\w-]{1,100}$/
/** What a header takes. */
const KEY = /^[\x21-\x7e][\x20-\x7e]{0,254}$/

type Asked = {
  /** Those that there are. */
  known: readonly string[]
  needed: readonly string[]
  inPath: readonly string[]
  inQuery: readonly string[]
}

const isKey = (value: unknown) => typeof value === 'string' && KEY.test(value)
const isRequired = (name: string) => `\`${name}\` is required`
const isPathPart = (value: unknown) =>
  (typeof value === 'string' || typeof value === 'number') && PATH_PART.test(String(value))
const isPlain = (value: unknown) => typeof value !== 'object' || value === null

/**
 * What is wrong with the arguments of a tool, undefined where nothing is. Held here is what there is, what is
 * needed, and what would lead the request elsewhere. What a value may be the API knows: it refuses before
 * anything is changed, and says why in its own words.
 */
export function faultOf(
  given: Record<string, unknown>,
  { known, needed, inPath, inQuery }: Asked,
): string | undefined {
  const unknown = Object.keys(given).filter((name) => !known.includes(name))
  if (unknown.length > 0)
    return `${unknown.map((name) => notKnown(name, known)).join(' ')} There are: ${known.join(', ') || 'none'}.`
  const faults = [
    ...needed.filter((name) => given[name] === undefined || given[name] === null).map(isRequired),
    ...inPath
      .filter((name) => given[name] !== undefined && given[name] !== null && !isPathPart(given[name]))
      .map((name) => `\`${name}\` must be an identifier, as the API answers it`),
    ...inQuery
      .filter((name) => !isPlain(given[name]) && !Object.values(given[name] as object).every(isPlain))
      .map((name) => `\`${name}\` must not have an object in it`),
    ...('idempotency_key' in given && !isKey(given.idempotency_key)
      ? ['`idempotency_key` must be 1 to 255 printable ASCII characters']
      : []),
  ]
  return faults.length > 0 ? `${faults.join(', ')}.` : undefined
}

function notKnown(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return `There is no argument ${JSON.stringify(name)}.${meant ? ` Did you mean ${meant}?` : ''}`
}
