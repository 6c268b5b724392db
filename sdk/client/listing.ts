/** A list: its first page when awaited, all of its items in `for await`. */
import { JetpayError } from './jetpay-error.ts'

export type Page = { data: unknown[] }

/** The first page when awaited; all items, page by page, in `for await`. */
export type Listing<Answer extends Page> = Promise<Answer> & AsyncIterable<Answer['data'][number]>

type Given = Record<string, unknown>

/** Pages in a row without an item: more are no list that has an end. */
const EMPTY_MAX = 1_000

/** Where the next page of a log begins, which has no last one. */
const LOG = 'last_event_id'
const LOG_END = 'newest_event_id'

/**
 * The items of a list, from the page that was asked for on. A log has no last page: it ends with the newest
 * event, or never where each request waits for one. Throws where a page leads to one that there was or to no
 * place at all, or none of very many has an item: that would have no end.
 */
export const itemsOf = (
  first: Promise<unknown>,
  ask: (more: Given) => Promise<unknown>,
  next: Readonly<Record<string, string>>,
  wait: unknown,
) => ({
  async *[Symbol.asyncIterator]() {
    const [[field, member] = []] = Object.entries(next)
    const seen = new Set<unknown>()
    let last = -1
    let empty = 0
    for (let page = (await first) as Page & Given; ; ) {
      yield* page.data
      if (member === undefined || (member !== LOG && (page[member] ?? null) === null)) return
      empty = page.data.length > 0 || wait ? 0 : empty + 1
      if (empty > EMPTY_MAX)
        throw new JetpayError('unreadable', `${EMPTY_MAX} pages of this list have no item, and it goes on.`)
      if (member === LOG) {
        const [place, end] = [idIn(page, LOG), idIn(page, LOG_END)]
        if (!wait && place >= end) return
        // A log only goes up, so that whoever follows it for long keeps nothing; while it waits without an
        // event it may stand.
        if (place < last || (place === last && (!wait || page.data.length > 0))) throw again(member, place)
        last = place
      } else {
        const place = placeIn(page, member)
        if (seen.has(place)) throw again(member, place)
        seen.add(place)
      }
      page = (await ask({ [field!]: page[member] })) as Page & Given
    }
  },
})

/** Text, or the number of an item; an object would be a new place each time. */
function placeIn(page: Given, member: string): string | number {
  const place = page[member]
  if ((typeof place === 'string' && place !== '') || Number.isSafeInteger(place))
    return place as string | number
  throw noPlace(member, place)
}

function idIn(page: Given, member: string): number {
  const id = page[member]
  if (Number.isSafeInteger(id)) return id as number
  throw noPlace(member, id)
}

const shown = (place: unknown) => String(JSON.stringify(place)).slice(0, 100)
const noPlace = (member: string, place: unknown) =>
  new JetpayError('unreadable', `${member} is ${shown(place)}, which is no place in this list.`)
const again = (member: string, place: unknown) =>
  new JetpayError('unreadable', `${member} is ${shown(place)}, where this list has been before.`)
