/** What a router knows of companies that move: whose requests wait, and which are in a cell that is left. */
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { openClient } from '../db/client.ts'
import type { Database } from '../db/sql.ts'
import { CHANNEL, forgetRouter, listMoves, type RouterWord, sayRouter } from './company-moves.ts'
import type { Places } from './places.ts'

/** How often it is looked, and said that this router lives, where the channel tells of nothing. */
const LOOK_MS = 2_000
/** How often a router says how many requests it still waits for. */
const UNDER_WAY_MS = 10

type UnderWay = { response: ServerResponse; writes: boolean }
type Known = { moveId: string; heldUntil: number; sends: boolean }

export type FollowedMoves = ReturnType<typeof openFollowedMoves>

export function openFollowedMoves(places: Pick<Places, 'forgetCompany'>) {
  const moves = new Map<string, Known>()
  const underWay = new Map<string, Set<UnderWay>>()
  let changed = Promise.withResolvers<void>()

  const writing = (companyId: string) =>
    [...(underWay.get(companyId) ?? [])].filter(({ writes }) => writes).length

  return {
    /** Until when its requests wait, by `performance.now()`; 0 where they do not. */
    heldUntil: (companyId: string): number => moves.get(companyId)?.heldUntil ?? 0,
    /** Resolves when something is known anew. */
    changed: () => changed.promise,
    /** A request that goes to a cell. Ends with what is returned. */
    enter(companyId: string, response: ServerResponse, writes: boolean): () => void {
      const one = { response, writes }
      const all = underWay.get(companyId) ?? new Set()
      underWay.set(companyId, all.add(one))
      return () => {
        all.delete(one)
        if (all.size === 0) underWay.delete(companyId)
      }
    },
    /** Takes in what the directory says of moves. */
    take(told: Awaited<ReturnType<typeof listMoves>>): void {
      const before = new Map(moves)
      moves.clear()
      for (const { company_id, move_id, step, held_ms } of told) {
        const sends = step === 'switched'
        const heldUntil = held_ms > 0 ? performance.now() + held_ms : 0
        moves.set(company_id, { moveId: move_id, heldUntil, sends })
        if (sends && !before.get(company_id)?.sends) leave(company_id)
      }
      // One that is over between two looks, or was given up.
      for (const company of before.keys()) if (!moves.has(company)) places.forgetCompany(company)
      changed.resolve()
      changed = Promise.withResolvers<void>()
    },
    words: () =>
      [...moves].flatMap(([companyId, { moveId, heldUntil, sends }]): RouterWord[] => {
        if (sends) return [{ moveId, word: 'sends', underWay: 0 }]
        if (heldUntil <= performance.now()) return []
        return [{ moveId, word: 'holds', underWay: writing(companyId) }]
      }),
  }

  /** What is still in the old cell reads there (a stream of events, a long wait): it is to come again. */
  function leave(companyId: string): void {
    places.forgetCompany(companyId)
    for (const { response } of underWay.get(companyId) ?? []) response.destroy()
  }
}

/** Looks at moves as the channel tells of them, and by the clock. `stop` ends it. */
export function followMoves(db: Database, url: string, moves: FollowedMoves, lost: (error: Error) => void) {
  const routerId = crypto.randomUUID()
  const ended = new AbortController()
  let client: pg.Client | undefined
  let bell = Promise.withResolvers<void>()

  async function listen(): Promise<void> {
    if (client) return
    const opened = openClient(url, { connectionTimeoutMillis: LOOK_MS, application_name: 'jetpay' })
    opened.on('error', lost)
    opened.on('end', () => {
      client = undefined
    })
    opened.on('notification', () => bell.resolve())
    await opened.connect()
    await opened.query(`listen ${CHANNEL}`)
    client = opened
  }

  async function look(): Promise<boolean> {
    moves.take(await listMoves(db))
    const words = moves.words()
    await sayRouter(db, routerId, words)
    return words.some(({ underWay }) => underWay > 0)
  }

  const done = (async () => {
    while (!ended.signal.aborted) {
      let again = false
      try {
        await listen()
        bell = Promise.withResolvers<void>()
        again = await look()
      } catch (error) {
        lost(error as Error)
      }
      await Promise.race([
        delay(again ? UNDER_WAY_MS : LOOK_MS, undefined, { signal: ended.signal }).catch(() => undefined),
        bell.promise,
      ])
    }
  })()
  return {
    async stop() {
      ended.abort()
      bell.resolve()
      await done
      await forgetRouter(db, routerId).catch(() => undefined)
      await client?.end().catch(() => undefined)
    },
  }
}
