import { eventTypes } from '../../events/event-types.ts'
import { readConfig } from '../../ground/config.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import { didYouMean } from '../../ground/nearest.ts'
import { readIfThere } from '../../supervisor/run-file.ts'
import type { DemoFile } from '../../supervisor/welcome.ts'
import type { Given } from '../command.ts'
import { webAddress } from '../web-address.ts'
import { backoff, type Event, openEvents } from './listen-events.ts'
import { type Forwarded, forward, serveKeys } from './listen-forward.ts'
import { startAfter } from './listen-start.ts'
import { type Identity, openState } from './listen-state.ts'

/** A page that is asked for when much waits; its events are forwarded in batches. */
const PAGE = 100
/** What a webhook sends at once unless told otherwise. */
const BATCH_DEFAULT = 10

/** Words about the run go to stderr, so that stdout is events alone. */
const say = (line: string) => console.error(line)

/**
 * `jetpay listen`: prints a company's events as they happen and forwards them to a receiver on this machine,
 * in order, each batch until it is confirmed. Goes on where it was after sleep, a lost network or a kill.
 * Ends with Ctrl-C.
 */
export async function listen(given: Given): Promise<never> {
  process.on('SIGINT', () => process.exit(0)).on('SIGTERM', () => process.exit(0))
  // Whoever reads has had enough: what came since is for the next run.
  process.stdout.on('error', () => process.exit(0))
  const config = readConfig()
  const { apiUrl, token } = apiOf(
    given.has('api'),
    given.has('token'),
    readIfThere<DemoFile>(`${config.dataFolder}/demo.json`),
  )
  const to = given.has('forward-to')
  const target = to === undefined ? undefined : webAddress('--forward-to', to, 'http://localhost:3000/hook')
  const batchMax = batchOf(given.has('batch'))
  const wanted = typeFilter(given.has('types'))
  const json = given.json || given.flag('print-json')

  const state = openState(`${config.dataFolder}/listen`, apiUrl, token, target ?? '')
  const events = openEvents(apiUrl, token, say)
  let after = await startAfter(events, state, given.has('replay-from'))
  state.keepCursor(after)
  const identity = target === undefined ? undefined : state.identity()
  if (identity) introduce(identity, await serveKeys(identity, state))
  say(
    `Listening to ${apiUrl} from event ${after + 1} on${target ? `, forwarding to ${target}` : ''}. Ctrl-C ends it.`,
  )

  for (;;) {
    const page = await events.after(after, PAGE)
    const chosen = page.events.filter(({ type }) => wanted(type))
    for (let at = 0; at < chosen.length; at += batchMax) {
      const batch = chosen.slice(at, at + batchMax)
      if (target && identity) await deliver(target, identity, batch, json)
      else for (const event of batch) print(event, json)
      state.keepCursor(batch.at(-1)!.id)
    }
    after = page.lastEventId
    if (page.events.length > 0) state.keepCursor(after)
  }
}

/**
 * Whom nothing was ever forwarded to may be a slip of the hand; who has confirmed something is waited for.
 */
const confirmedBy = new Set<string>()

/** Forwards until the receiver confirms, as a webhook does: what comes after must not overtake it. */
async function deliver(target: string, identity: Identity, batch: Event[], json: boolean) {
  for (let failures = 0; ; ) {
    const forwarded = await forward(target, identity, batch)
    if (forwarded.ok || failures === 0) for (const event of batch) print(event, json, forwarded)
    if (forwarded.ok) return void confirmedBy.add(target)
    if (forwarded.unknownHost && !confirmedBy.has(target))
      throw new OperatorError(
        `The host of ${target} is not known. Is --forward-to right?`,
        'service_unavailable',
      )
    failures += 1
    if (failures === 1)
      say(`Not confirmed (${forwarded.answer}): the same comes again until the answer is 2xx.`)
    await backoff(failures)
  }
}

function print(event: Event, json: boolean, forwarded?: Forwarded): void {
  const answer = forwarded ? `  → ${forwarded.answer} (${forwarded.latencyMs} ms)` : ''
  const line = `${event.createdAt.slice(0, 19)}Z  ${event.id}  ${event.type}  ${mainIds(event)}${answer}`
  if (!json) console.log(line)
  else if (!forwarded || forwarded.ok) console.log(event.json)
  if (json && forwarded) say(line)
}

/** Ids first and few, then the state: a line is for looking, `--json` is for all of it. */
const mainIds = ({ data }: Event) =>
  [
    'transactionId',
    'payoutId',
    'webhookId',
    'creditCardId',
    'bankAccountId',
    'contactId',
    'state',
    'failReason',
  ]
    .filter((name) => typeof data[name] === 'string')
    .slice(0, 4)
    .map((name) => `${name}=${data[name]}`)
    .join(' ')

const introduce = ({ webhookId, signingSecret }: Identity, jwksUrl: string) =>
  say(`Your receiver's settings, the same in every run:
  JWKS URL            ${jwksUrl}
  webhook identifier  ${webhookId}
  signing secret      ${signingSecret}`)

/** The API that was named, or the demo's. */
function apiOf(api: string | undefined, token: string | undefined, demo: Partial<DemoFile>) {
  if (api !== undefined && token === undefined)
    throw new UsageError('--api needs --token: a token of that platform with the scope events:read.')
  const apiUrl = api ?? demo.api_url
  const apiToken = token ?? demo.api_token
  if (!apiUrl || !apiToken)
    throw new OperatorError(
      'There is no demo here: start it with `npm start`, or give --api and --token.',
      'service_unavailable',
    )
  return { apiUrl: webAddress('--api', apiUrl, 'https://pay.example.com', { isBase: true }), token: apiToken }
}

function batchOf(text = String(BATCH_DEFAULT)): number {
  if (/^([1-9]\d?|100)$/.test(text)) return Number(text)
  throw new UsageError(`--batch is "${text}"; give 1 to 100.`)
}

/** `transactions.debits.paid,contacts.*`: those types, and those that begin so. */
function typeFilter(text: string | undefined): (type: string) => boolean {
  if (text === undefined) return () => true
  const patterns = text.split(',').map((pattern) => pattern.trim())
  const fits = (type: string, one: string) =>
    one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : type === one
  // Nobody would ever hear of a type that there is not.
  const unknown = patterns.find((one) => !eventTypes.some((type) => fits(type, one)))
  if (unknown !== undefined)
    throw new UsageError(
      `--types has \`${unknown}\`, which is no type of event.${didYouMean(unknown, eventTypes)} \`jetpay trigger\` lists them.`,
    )
  return (type) => patterns.some((one) => fits(type, one))
}
