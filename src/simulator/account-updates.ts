import { createHash } from 'node:crypto'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { updateReasons } from '../ground/card-log-entry.ts'
import type { Clock } from '../ground/clock.ts'
import { printUpdateFile, updateFileName } from '../vault/account-updates/update-file.ts'
import type { AccountUpdate } from '../vault/card-network.ts'
import { openJournal } from './journal.ts'
import { findTestCard, RENEWED, type TestCard, testCards } from './test-cards.ts'

type Reason = AccountUpdate['reason']

/**
 * What the network says of a card's account: what its row has, or what is asked for; undefined where it
 * cannot.
 */
export function updateOf(card: TestCard, asked?: Reason): AccountUpdate | undefined {
  const { number, update } = card
  const reason = asked ?? update?.reason
  if (reason === 'closed') return { reason, number }
  if (reason === 'new_expiry') return { reason, number, ...RENEWED }
  return update?.reason === 'new_number'
    ? { reason: 'new_number', number, newNumber: update.to, ...RENEWED }
    : undefined
}

/** Whose files these are. */
const NETWORK_ID = 'JETPAYNET'
const FILE_MAX = 1_000

const body = z.strictObject({
  data: z
    .array(z.strictObject({ number: z.string(), reason: z.enum(updateReasons).optional() }))
    .min(1)
    .max(FILE_MAX),
})

/** Cards by a digest: a journal is no place for numbers. */
const digestOf = (number: string): string => createHash('sha256').update(number).digest('hex').slice(0, 16)
const cardOfDigest = new Map(testCards.map((card) => [digestOf(card.number), card]))

type Made = { sequence: number; created_at: string; updates: { card: string; reason: Reason }[] }
type UpdateEvent = { event: 'made'; file: Made } | { event: 'written'; sequence: number }

/**
 * The network's files of account updates: each asked for by a person or a test, decided on in a journal
 * before it is written, and written again where the network died in between.
 */
export function openAccountUpdates(settings: {
  folder: string
  journalFolder: string
  acquirerId: string
  clock: Clock
}) {
  const { folder, acquirerId, clock } = settings
  let last = 0
  let unwritten: Made | undefined
  let inTurn: Promise<unknown> = Promise.resolve()
  const journal = openJournal<UpdateEvent>(join(settings.journalFolder, 'account-updates.jsonl'), (event) => {
    if (event.event === 'made') last = event.file.sequence
    unwritten = event.event === 'made' ? event.file : undefined
  })

  async function writeLeft(): Promise<void> {
    if (!unwritten) return
    const { sequence, created_at, updates } = unwritten
    const said = updates.flatMap(({ card, reason }) => {
      const found = cardOfDigest.get(card)
      return (found && updateOf(found, reason)) ?? []
    })
    const header = { networkId: NETWORK_ID, acquirerId, sequence, createdAt: new Date(created_at) }
    const bytes = printUpdateFile(header, said)
    await putInto(folder, updateFileName(sequence), bytes).finally(() => bytes.fill(0))
    unwritten = undefined
    journal.append({ event: 'written', sequence })
    journal.sync()
  }

  async function make(updates: AccountUpdate[]) {
    await writeLeft()
    const sequence = last + 1
    const said = updates.map(({ number, reason }) => ({ card: digestOf(number), reason }))
    const file = { sequence, created_at: clock.now().toISOString(), updates: said }
    journal.append({ event: 'made', file })
    journal.sync()
    last = sequence
    unwritten = file
    await writeLeft()
    return { sequence, records: updates.length, file: updateFileName(sequence) }
  }

  return {
    serve(http: FastifyInstance): void {
      http.post('/account_updates', async (request, reply) => {
        const asked = body.safeParse(request.body)
        if (!asked.success) return reply.code(422).send({ errors: asked.error.issues })
        const updates = asked.data.data.map(({ number, reason }) => {
          const card = findTestCard(number)
          return card && updateOf(card, reason)
        })
        const known = updates.filter((update) => update !== undefined)
        if (known.length < updates.length)
          return reply
            .code(422)
            .send({ errors: [{ message: 'Name test cards; a new number has only the card that says so' }] })
        const turn = inTurn.then(() => make(known))
        inTurn = turn.catch(() => undefined)
        return turn
      })
    },
    /** Writes what a crash has left. */
    look: (): Promise<void> => {
      const turn = inTurn.then(writeLeft)
      inTurn = turn.catch(() => undefined)
      return turn
    },
    async close(): Promise<void> {
      await inTurn
      journal.close()
    },
  }
}

/**
 * Puts a file into the folder, where it has its name once all of it is on disk. Where the folder is the
 * vault's and that another user, whoever may pass through the folder may read the file: it lets in nobody
 * else.
 */
async function putInto(folder: string, name: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const another = (await stat(folder)).uid !== process.getuid?.()
  const draft = join(folder, `.${name}.unfinished`)
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    if (another) await file.chmod(0o606)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, name))
}
