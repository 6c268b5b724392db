/**
 * A request as the log has it: no bodies, and of path and query nothing that a card's or an account's number,
 * or a person, may be, whoever put it there.
 */
import { holdsCardNumber } from '../ground/card-number.ts'
import { isUuid } from '../ground/ids.ts'

/** Longer than any path of ours. */
const PATH_MAX = 300
const QUERY_MAX = 500
/** A problem with the fields of a large body is longer than anybody reads. */
const PROBLEM_MAX = 4_000
const USER_AGENT_MAX = 200
const HIDDEN = '[hidden]'

/** A word of the API, or a number where one stands for an event; account numbers have as few digits. */
const isPlain = (part: string, before: string | undefined) =>
  isUuid(part) || /^[a-z][a-z_-]*$/.test(part) || (before === 'events' && /^\d{1,16}$/.test(part))

/** Ids and words alone, as nearly all paths are. */
const plainPath = /^(?:\/(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[a-z][a-z_-]*))+$/

/** Each part of a path that is neither one of our ids nor a word is hidden. */
export const loggedPath = (path: string): string =>
  (plainPath.test(path)
    ? path
    : path
        .split('/')
        .map((part, at, parts) => (part === '' || isPlain(part, parts[at - 1]) ? part : HIDDEN))
        .join('/')
  ).slice(0, PATH_MAX)

/** Filters that say what kind of thing is meant, which page, and when. */
const said =
  /^(?:state|kind|type|method|currency|rail|brand|fail_reason|outcome|operation|order|language|limit|after|wait|cursor|to|from|\w+_(?:id|after|before|at|from|to)|amount\w*)$/

/** Words of the API, several with commas; counts; amounts; times. */
const plainValue =
  /^(?:[a-z][a-z_.]*(?:,[a-z][a-z_.]*)*|[A-Z]{3}|\d{1,6}|\d{1,8}\.\d\d|\d{4}-\d\d-\d\d[\dTZ:.]*)$/

/** The parameters of a query with their values, where those are harmless; else their names alone. */
export const loggedQuery = (query: string): string =>
  query
    .split('&')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2)
      if (!/^[a-z_]{1,40}$/.test(name)) return HIDDEN
      return `${name}=${said.test(name) && (isUuid(value) || plainValue.test(value)) ? value : HIDDEN}`
    })
    .join('&')
    .slice(0, QUERY_MAX)

/**
 * The text of a problem. It never repeats what was sent, but names of fields, which are the client's words
 * too: what might be a card's number is left out, and what no `jsonb` takes.
 */
export const loggedProblem = (text: string): string | null =>
  text.length > PROBLEM_MAX || /\\u(?:0000|d[89a-f])/i.test(text) || holdsCardNumber(text) ? null : text

/** What a client calls itself, in printable ASCII. */
export const loggedAgent = (agent: string): string => {
  const plain = agent.replace(/[^\x20-\x7e]/g, '?').slice(0, USER_AGENT_MAX)
  return holdsCardNumber(plain) ? HIDDEN : plain
}
