import { z } from 'zod'
import { cutToMicros } from '../db/instant.ts'
import { empty, sql } from '../db/sql.ts'
import { oneOf } from '../ground/field-messages.ts'
import { HIGHEST, justAbove } from '../search/row-ids.ts'
import { limit } from './query.ts'
import { timestamp, uuid } from './schema.ts'

/** What every list takes. Newest first: ids are UUIDv7, so the order of ids is the order of time. */
export const listQuery = z.strictObject({
  limit,
  cursor: uuid.optional().meta({ description: '`next_cursor` of the page before' }),
})

/** Any of these: one, or several with commas (`?state=paid,completed`). */
export const anyOf = <Value extends string>(values: readonly Value[]) => {
  const one = `(${values.map((value) => value.replaceAll('.', '\\.')).join('|')})`
  return z
    .string()
    .transform((listed, context) => {
      const wanted = listed.split(',')
      const wrong = wanted.find((value) => !values.includes(value as Value))
      if (wrong === undefined) return wanted as Value[]
      context.addIssue(`must be ${oneOf(values, wrong, ', or several with commas')}`)
      return z.NEVER
    })
    .meta({
      jsonSchema: {
        type: 'string',
        pattern: `^${one}(,${one})*$`,
        description: `One, or several with commas, of ${values.join(', ')}`,
        examples: [values.slice(0, 2).join(',')],
      },
    })
}

const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
/** Ids of one filter: as many as a page has rows. */
const IDS_MAX = 100

/** Rows by their ids: several with commas, for whoever shows the names behind a page of other things. */
export const idsQuery = z
  .string()
  .transform((listed, context) => {
    const ids = listed.split(',')
    if (ids.length <= IDS_MAX && ids.every((id) => uuid.safeParse(id).success)) return ids
    context.addIssue(`must be a UUID, or up to ${IDS_MAX} with commas`)
    return z.NEVER
  })
  .meta({
    jsonSchema: {
      type: 'string',
      maxLength: IDS_MAX * 37 - 1,
      pattern: `^${UUID}(,${UUID})*$`,
      description: `Up to ${IDS_MAX} ids, with commas`,
      examples: ['019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11'],
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
export type Created = { created_after?: string | undefined; created_before?: string | undefined }

/**
 * The filter to it, beginning with `and`. A time that is finer than microseconds is taken as before the next
 * microsecond.
 */
export function createdWithin({ created_after, created_before }: Created, createdAt = sql`created_at`) {
  const after = created_after && cutToMicros(created_after).time
  const end = created_before && cutToMicros(created_before)
  return sql`${after ? sql`and ${createdAt} > ${after}::timestamptz` : empty}
    ${end ? sql`and ${createdAt} ${end.cut ? sql`<=` : sql`<`} ${end.time}::timestamptz` : empty}`
}

/** Rows with an id below this one belong to the page. */
export const before = (cursor: string | undefined) => cursor ?? HIGHEST

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

/**
 * The same of several searches, each of which may have had to stop before its end: what lies below the place
 * where one of them has is for the next page, so a page may be short, or empty, and have a next one.
 */
export function toSearchedPage<Row, Item>(
  found: { rows: Row[]; unread: string | null }[],
  limit: number,
  id: (row: Row) => string,
  show: (row: Row) => Item,
) {
  const unread = found
    .map((one) => one.unread)
    .filter((place) => place !== null)
    .reduce<string | null>((highest, place) => (highest === null || place > highest ? place : highest), null)
  const rows = found
    .flatMap((one) => one.rows)
    .filter((row) => unread === null || id(row) > unread)
    .sort((a, b) => (id(a) < id(b) ? 1 : -1))
  const page = toPage(rows, limit, id, show)
  return { ...page, next_cursor: page.next_cursor ?? (unread && justAbove(unread)) }
}

/** Of a list that is one page, in the form of those that have more: whoever reads all lists alike may. */
export const noFurther = z.null().meta({ description: 'Always null: all of it is on this page' })

const pages = new WeakMap<z.ZodType, z.ZodType>()

/** A page of items that have a name: the same page wherever they are listed. */
export function pageOf(item: z.ZodType): z.ZodType {
  const page =
    pages.get(item) ??
    z.object({ data: z.array(item), next_cursor: uuid.nullable() }).meta({ id: `${item.meta()?.id}Page` })
  pages.set(item, page)
  return page
}
