import { isOfDatabase } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

/**
 * What went wrong with the database, in one line that says what to see to; anything else stays what it is. A
 * password is in no line. `setting` has its address.
 */
export function aboutDatabase(error: unknown, url: string, setting = 'DATABASE_URL'): unknown {
  if (!isOfDatabase(error)) return error
  const { code = '', message } = error as Error & { code?: string }
  const line = lineOf(code, message || code, whereOf(url), setting)
  return line === undefined ? error : new OperatorError(line, 'service_unavailable')
}

function lineOf(code: string, message: string, where: string, setting: string): string | undefined {
  // No SQLSTATE: it was the way there.
  if (!/^[0-9A-Z]{5}$/.test(code) || code === 'EPIPE')
    return /terminated|Query read timeout|reset|EPIPE/i.test(message)
      ? `${where} was lost (${message}). Look whether it was done before you try again.`
      : `${where} does not answer (${message}). See that it runs, and that ${setting} is right.`
  if (/^28/.test(code)) return `${where} lets nobody in by ${setting}: ${message}.`
  if (code === '3D000') return `${where} is not there: ${message}. See that ${setting} is right.`
  if (/^(57P0|08)/.test(code)) return `${where} is starting, or ending (${message}). Try again.`
  if (/^(53|58|55P03|57014|40P01)/.test(code))
    return `${where} did not do it (${message}). Nothing was changed; try again.`
  if (code === '42501') return `${where} does not let the user of ${setting} do this: ${message}.`
  // The tables of another version, or none.
  if (/^(42P01|42703|42883|3F000)$/.test(code))
    return `${where} is not this version's (${message}). \`jetpay migrate\` brings it to date; if it is, tell us.`
  return undefined
}

/** `The database jetpay at db.example:5432`. */
function whereOf(url: string): string {
  const { hostname = '', port = '', pathname = '' } = URL.parse(url) ?? {}
  const name = pathname.slice(1)
  return `The database${name ? ` ${name}` : ''}${hostname ? ` at ${hostname}:${port || '5432'}` : ''}`
}
