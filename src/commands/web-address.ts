import { UsageError } from '../ground/errors.ts'

/**
 * The address that an option names, as it is asked. Throws a UsageError where it is none, or has in it what
 * an address here cannot have; a password is not said again.
 */
export function webAddress(option: string, text: string, like: string, { isBase = false } = {}): string {
  const url = URL.parse(text)
  const named = text.includes('@') ? 'what you gave' : `"${text}"`
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${option} is ${named}; give a URL such as ${like}.`)
  if (url.username || url.password)
    throw new UsageError(`${option} has a user name or password in it: leave them out.`)
  if (isBase && (url.search || url.hash))
    throw new UsageError(`${option} has a query or fragment in it: end it at its path, as in ${like}.`)
  return url.href
}
