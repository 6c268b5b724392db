import { dateFormat } from './formats.ts'
import { type Language, locales } from './language.tsx'

/** What only a program does something with: the request to send, the header, the field. */
const programs: readonly [said: RegExp, people: string][] = [
  [/; (?:see )?(?:GET|PUT|POST|DELETE) \/[\w/{}-]+(?: lists (?:them|those there are))?/g, ''],
  [/ \((?:(?:PUT|POST|DELETE) \/[\w/{}-]+(?:, )?)+\)/g, ''],
  [/ with (?:GET|PUT|POST) \S+?(?=\.?(?:\s|$))/g, ''],
  [/ \(POST …\/[\w/]+ tries at once\)/g, ''],
  [/(?:;? (?:use|with) )a(?:n)?(?:other)? new (?:Idempotency-Key|key)/g, ''],
  [/ with the same Idempotency-Key: then nothing happens twice/g, ''],
  [/DELETE the contact/g, 'delete the contact'],
  [/ as (?:to|from)_\w+_id/g, ''],
  [/: wait for contacts\.credit_cards\.tokenized/g, ': try again once it is active'],
  [/\(see `jetpay [^`]*`\)|; see `jetpay [^`]*`/g, ''],
  [/^must be at most 2097152 bytes for the dispute, decoded$/g, 'must be at most 2 MiB in all'],
  [/^must be an ISO 8601 time.*$/g, 'must be a day such as 2026-01-31'],
]

/** A time as the API writes it, `2026-11-30T19:28:29.000Z`. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g

/** Times of the API in it as people write them, with their time zone. */
export const timesForPeople = (said: string, language: Language): string =>
  said.replaceAll(TIME, (time) =>
    dateFormat(locales[language], {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZoneName: 'short',
    }).format(new Date(time)),
  )

/** What the API says in English, for people: `…; see GET /dispute.` without the request. */
export const forPeople = (said: string): string =>
  timesForPeople(
    programs.reduce((text, [what, people]) => text.replaceAll(what, people), said),
    'en',
  )
