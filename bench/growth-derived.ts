/**
 * What the worker derives from rows: blocks of lists to search in, summaries of events and ledger, sums for
 * home. By its own jobs, but without the pace that holds them back while requests are made: ten million
 * debits would take it hours.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '../src/db/sql.ts'
import { summarizeEvents } from '../src/events/summarize-events.ts'
import { summarizeLedger } from '../src/ledger/summarize-ledger.ts'
import type { Context } from '../src/process/context.ts'
import type { Job } from '../src/process/poll.ts'
import { summarizeLists } from '../src/search/summarize-lists.ts'
import { sumMoves } from '../src/summaries/sum-moves.ts'
import { searchedLists } from '../src/worker/searched-lists.ts'

/** A first look only remembers who writes; the second knows that they have ended. */
const LOOKS = 3
const LOOK_AGAIN_MS = 200

/** Runs each of them to its end, one beside the other. `url`: the main role's. */
export async function deriveAll(url: string): Promise<void> {
  const jobs = [summarizeLists(searchedLists), summarizeEvents, summarizeLedger, sumMoves()]
  const db = openDatabase(url, jobs.length, () => undefined)
  try {
    await Promise.all(jobs.map((job) => toItsEnd(job, { db })))
  } finally {
    await db.close()
  }
}

async function toItsEnd(job: Job, context: Pick<Context, 'db'>): Promise<void> {
  const from = performance.now()
  for (let idle = 0; idle < LOOKS; ) {
    if (await job.run(context as Context)) idle = 0
    else {
      idle += 1
      await delay(LOOK_AGAIN_MS)
    }
  }
  console.log(`${job.name}: ${((performance.now() - from) / 1000).toFixed(0)} s`)
}
