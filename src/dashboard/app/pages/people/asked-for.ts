import { isUuid } from '../../data/uuid.ts'
import { fieldName } from '../../words/field-words.ts'
import { shownAs } from './shown-as.ts'

export type Names = Readonly<Record<string, string>>
/** As the audit log keeps them: what was asked for, and beside it what the operation says of itself. */
type Details = Readonly<Record<string, unknown>> & { asked?: Readonly<Record<string, unknown>> }

/**
 * Which fields were set, and to what where the log has it: `name`, `amount 12.50`. Of most it has the name
 * alone; of another thing the id says nobody anything. An amount is kept in cents, a step of the demo's clock
 * in milliseconds.
 */
export function askedFor({ asked = {}, ...rest }: Details, names: Names, ways: Names): string {
  const said = Object.entries({ ...asked, ...rest }).filter(([name]) => name !== 'path')
  return said
    .map(([field, value]) => {
      const name = fieldName(names, field)
      if (value === true || value === null || (typeof value === 'string' && isUuid(value))) return name
      const said = typeof value === 'string' ? value : JSON.stringify(value)
      return `${name} ${shownAs[field]?.(said) ?? (field === 'method' ? (ways[said] ?? said) : said)}`
    })
    .join(', ')
}
