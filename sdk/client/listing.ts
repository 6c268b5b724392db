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

/**
 * The items of a list, from the page that was asked for on. A log has no last page: it ends with the newest
 * event, or never where each request waits for one. Throws where a page leads to one that there was, or
 * none of very many has an item: that would have no end.
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
    let last = Number.NEGATIVE_INFINITY
    let empty = 0
    for (let page = (await first) as Page & Given; ; ) {
      yield* page.data
      const place = member === undefined ? null : (page[member] ?? null)
      if (place === null) return
      empty = page.data.length > 0 || wait ? 0 : empty + 1
      if (empty > EMPTY_MAX)
        throw new JetpayError('unreadable', `${EMPTY_MAX} pages of this list have no item, and it goes on.`)
      if (member === LOG) {
        // A log only goes up, so that whoever follows it for long keeps nothing; while it waits it may stand.
        if (!wait && Number(place) >= Number(page.newest_event_id)) return
        if (Number(place) < last || (!wait && place === last)) throw again(member, place)
        last = Number(place)
      } else if (seen.has(place)) throw again(member, place)
      else seen.add(place)
      page = (await ask({ [field!]: place })) as Page & Given
    }
  },
})

const again = (member: string | undefined, place: unknown) =>
  new JetpayError('unreadable', `${member} is ${JSON.stringify(place)}, where this list has been before.`)
