import { z } from 'zod'
import { cutToMicros } from '../db/instant.ts'
import { empty, sql } from '../db/sql.ts'
import { limit } from './query.ts'
import { timestamp, uuid } from './schema.ts'

/** What every list takes. Newest first: ids are UUIDv7, so the order of ids is the order of time. */
export const listQuery = z.strictObject({
  limit,
  cursor: uuid.optional().meta({ description: '`next_cursor` of the page before' }),
})

/** Any of these: one, or several with commas (`?state=paid,completed`). */
export const anyOf = <Value extends string>(values: readonly Value[]) =>
  z
    .string()
    .transform((listed, context) => {
      const wanted = listed.split(',')
      if (wanted.every((value) => values.includes(value as Value))) return wanted as Value[]
      context.addIssue(`must be one of, or several with commas: ${values.join(', ')}`)
      return z.NEVER
    })
    .meta({
      jsonSchema: {
        type: 'string',
        pattern: `^(${values.join('|')})(,(${values.join('|')}))*$`,
        description: `One, or several with commas, of ${values.join(', ')}`,
        examples: [values.slice(0, 2).join(',')],
      },
    })
/** For a list whose rows have a `created_at`. What is compared is what is shown, to the microsecond. */
export const createdQuery = {
  created_after: timestamp.optional().meta({
    description: 'Later than this: a row’s own `created_at` leaves that row out',
  }),
  created_before: timestamp.optional().meta({
    description: 'Earlier than this: a row’s own `created_at` leaves that row out',
  }),
}
type Created = { created_after?: string | undefined; created_before?: string | undefined }

/**
 * The filter to it, beginning with `and`. A time that is finer than microseconds is taken as before the next
 * microsecond.
 */
export function createdWithin({ created_after, created_before }: Created) {
  const after = created_after && cutToMicros(created_after).time
  const end = created_before && cutToMicros(created_before)
  return sql`${after ? sql`and created_at > ${after}::timestamptz` : empty}
    ${end ? sql`and created_at ${end.cut ? sql`<=` : sql`<`} ${end.time}::timestamptz` : empty}`
}

/** The largest UUID: it stands before the first page. */
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Rows with an id below this one belong to the page. */
export const before = (cursor: string | undefined) => cursor ?? NEWEST

/**
 * A page of at most `limit` of the `limit + 1` rows that were read: the one too many tells that there is a
 * next page.
 */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  id: (row: Row) => string,
  show: (row: Row) => Item,
) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(show), next_cursor: rows.length > limit && last ? id(last) : null }
}

const pages = new WeakMap<z.ZodType, z.ZodType>()

/** A page of items that have a name: the same page wherever they are listed. */
export function pageOf(item: z.ZodType): z.ZodType {
  const page =
    pages.get(item) ??
    z.object({ data: z.array(item), next_cursor: uuid.nullable() }).meta({ id: `${item.meta()?.id}Page` })
  pages.set(item, page)
  return page
}
