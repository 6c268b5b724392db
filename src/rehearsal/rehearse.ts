/** `jetpay rehearse`: plays the scenarios with a platform's own integration and judges it. */
import { OperatorError } from '../ground/errors.ts'
import type { Context } from '../process/context.ts'
import { type DemoAccess, openDemo } from '../sandbox/demo-client.ts'
import { openChance } from './chance.ts'
import { openDeliveries } from './deliveries.ts'
import { openDoor } from './door.ts'
import { type Memory, putBackLeft, toKeep } from './left-behind.ts'
import { type Limits, rehearsalLimits } from './limits.ts'
import { type FoundMistake, type MistakeCode, mistakes } from './mistakes.ts'
import { type PlayChoices, type Played, playAll, type Record } from './play.ts'
import { asItWas, atOnce, webhookAt } from './rehearsed-webhook.ts'
import type { Told } from './stage.ts'

export type Rehearsal = {
  endpoint: string
  seed: number
  /** Whether the shop says what it believes; without that its answers alone are judged. */
  door: boolean
  /** No mistake was found, and all was reached. */
  passed: boolean
  /** Whether everything was played that the shop has a step for. */
  complete: boolean
  scenarios: Played[]
  mistakes: FoundMistake[]
  /** Those that were found when every order was looked at once more, and of which orders. */
  found_in_the_end: FoundInTheEnd[]
  /** What was seen and is no mistake. */
  notes: string[]
}

type FoundInTheEnd = { code: MistakeCode; orders: string[] }

export type RehearsalOptions = PlayChoices & {
  endpoint: string
  seed: number
  demo: DemoAccess & { company_id: string }
  /** Of the demo's installation: its database, and the keys that sign. */
  context: Context
  /** Where it is kept what has to be put back. */
  memory: Memory
  limits?: Limits
}

/** Rejects with an OperatorError where it cannot be played. */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { endpoint, seed, context, demo: access, memory, limits = rehearsalLimits } = options
  const demo = openDemo(access)
  const { call } = demo
  const left = await putBackLeft(demo, memory)
  const webhook = await webhookAt(call, endpoint)
  const since = (await call('GET', '/events?limit=1')).newest_event_id as number
  const openShopDoor = await openDoor(endpoint, limits)
  const deliveriesUntil = await openDeliveries(context, access.company_id, webhook)

  const settle = async (settings: object) => {
    const demo = openDemo(access, AbortSignal.timeout(limits.putBackMs))
    await demo.call('POST', '/sandbox/faults', { answer_delay_ms: 0 })
    await demo.holdLateReturns(0)
    await demo.call('PATCH', `/webhooks/${webhook.identifier}`, settings)
  }
  const notes: string[] = left === undefined ? [] : [left]
  let record: Record
  try {
    memory.keep(toKeep(webhook))
    // A webhook that gathers events for a minute would take the rehearsal's two.
    await settle(atOnce(webhook))
    record = await playAll({
      ...options,
      limits,
      cast: (signal) => ({
        demo: openDemo(access, signal),
        deliveries: deliveriesUntil(signal),
        door: openShopDoor?.(signal),
      }),
      stage: {
        bankAccountId: access.bank_account_id,
        chance: openChance(seed),
        webhook,
        seed,
        run: `${seed}-${since.toString(36)}`,
        networkTimeoutMs: context.config.networkTimeoutMs,
        since,
        limits,
        toldCodes: new Set(),
        lags: [],
        backlog: { overdue: [], belated: [] },
      },
      putRight: () => settle(atOnce(webhook)),
    })
  } finally {
    await settle(asItWas(webhook)).then(
      () => memory.forget(),
      (error: Error) =>
        notes.push(
          `the network's delay or your webhook's settings could not be put back (${error.message}): the next rehearsal does, or POST /sandbox/faults and PATCH /webhooks/${webhook.identifier}`,
        ),
    )
  }
  return judge(options, openShopDoor !== undefined, { ...record, notes: [...record.notes, ...notes] })
}

function judge({ endpoint, seed, demo }: RehearsalOptions, door: boolean, record: Record): Rehearsal {
  const { played, told, notes } = record
  const codes = [...new Set(told.map(({ code }) => code))]
  const found = ({ outcome }: Played) => outcome === 'passed' || outcome === 'mistaken'
  if (codes.length === 0 && !played.some(found))
    throw new OperatorError(`Nothing could be played: ${played[0]!.reason}.`)
  const complete = played.every(({ outcome }) => outcome !== 'not_reached')
  return {
    endpoint,
    seed,
    door,
    passed: codes.length === 0 && complete,
    complete,
    scenarios: played,
    mistakes: codes.map((code) => ({
      code,
      ...mistakes[code],
      guide: `${demo.api_url}/docs/guide/rehearsal#${code}`,
      seen: told
        .filter((one) => one.code === code)
        .map((one) => `${one.inTheEnd ? 'in the end, ' : ''}${one.scenario}: ${one.seen}`),
    })),
    found_in_the_end: foundInTheEnd(told.filter(({ inTheEnd }) => inTheEnd)),
    notes,
  }
}

const foundInTheEnd = (told: Told[]): FoundInTheEnd[] =>
  [...Map.groupBy(told, ({ code }) => code)].map(([code, found]) => ({
    code,
    orders: [...new Set(found.flatMap(({ order }) => order ?? []))],
  }))
