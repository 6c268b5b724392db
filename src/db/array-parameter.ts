/** What has to be escaped within the quotes of an array's element. */
const ESCAPED = /["\\]/
const ALL_ESCAPED = /["\\]/g

/**
 * A flat array of texts, numbers, booleans, bytes and nulls as PostgreSQL reads one (its manual, 8.15.6). The
 * driver does the same and looks at each element more often; a statement that many requests share is little
 * else. Of anything else, as times or arrays in arrays, it makes nothing (undefined): the driver does.
 */
export function arrayText(values: readonly unknown[]): string | undefined {
  let text = '{'
  for (let at = 0; at < values.length; at++) {
    if (at > 0) text += ','
    const value = values[at]
    if (value === null || value === undefined) text += 'NULL'
    else if (typeof value === 'string')
      text += `"${ESCAPED.test(value) ? value.replace(ALL_ESCAPED, '\\$&') : value}"`
    else if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
      text += value
    else if (Buffer.isBuffer(value)) text += `"\\\\x${value.toString('hex')}"`
    else return undefined
  }
  return `${text}}`
}
