import { createHash } from 'node:crypto'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { updateReasons } from '../ground/card-log-entry.ts'
import type { Clock } from '../ground/clock.ts'
import { printUpdateFile, updateFileName } from '../vault/account-updates/update-file.ts'
import type { AccountUpdate } from '../vault/card-network.ts'
import { ACCOUNTS_FILE, accountUpdateFields, fileUpdate } from '../vault/iso8583/account-update.ts'
import type { Message } from '../vault/iso8583/codec.ts'
import { transmissionField } from '../vault/iso8583/field-values.ts'
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
  by: z.enum(['file', 'message']).default('file'),
})

/** Cards by a digest: a journal is no place for numbers. */
const digestOf = (number: string): string => createHash('sha256').update(number).digest('hex').slice(0, 16)
const cardOfDigest = new Map(testCards.map((card) => [digestOf(card.number), card]))

type Made = { sequence: number; created_at: string; updates: { card: string; reason: Reason }[] }
/** A message that is repeated until it is answered; `message` is its number, and its RRN. */
type Told = { message: number; at: string; card: string; reason: Reason }
type UpdateEvent =
  | { event: 'made'; file: Made }
  | { event: 'written'; sequence: number }
  | { event: 'told'; told: Told }
  | { event: 'heard'; message: number }
  | { event: 'enrolled'; account: string; card: string }
  | { event: 'removed'; account: string }

/** Response codes of file updates (ISO 8583:1987). */
const DONE = '00'
const NO_RECORD = '25'
const DUPLICATE = '26'
const FIELD_ERROR = '27'

const REPEAT_MS = 1_000
/** Messages that are on their way at once. */
const ON_THEIR_WAY_MAX = 50
const rrnOf = (message: number): string => `U${String(message).padStart(11, '0')}`

/**
 * The network's files of account updates: each asked for by a person or a test, decided on in a journal
 * before it is written, and written again where the network died in between.
 */
export function openAccountUpdates(settings: {
  folder: string
  journalFolder: string
  acquirerId: string
  clock: Clock
  /** Sends a message over one of the links; false where there is none. */
  send: (message: Message) => boolean
}) {
  const { folder, acquirerId, clock, send } = settings
  let last = 0
  let lastMessage = 0
  const unheard = new Map<number, Told>()
  /** Cards of which the last word was that their account is closed. */
  const closed = new Set<string>()
  /** Cards that the platform keeps, by what it calls their accounts. */
  const enrolled = new Map<string, string>()
  let unwritten: Made | undefined
  let inTurn: Promise<unknown> = Promise.resolve()
  const journal = openJournal<UpdateEvent>(join(settings.journalFolder, 'account-updates.jsonl'), apply)

  function apply(event: UpdateEvent): void {
    if (event.event === 'made') {
      last = event.file.sequence
      unwritten = event.file
      for (const said of event.file.updates) say(said)
    } else if (event.event === 'written') unwritten = undefined
    else if (event.event === 'heard') unheard.delete(event.message)
    else if (event.event === 'enrolled') enrolled.set(event.account, event.card)
    else if (event.event === 'removed') enrolled.delete(event.account)
    else {
      lastMessage = event.told.message
      unheard.set(lastMessage, event.told)
      say(event.told)
    }
  }

  function say({ card, reason }: { card: string; reason: Reason }): void {
    if (reason === 'closed') closed.add(card)
    else closed.delete(card)
  }

  function write(event: UpdateEvent): void {
    apply(event)
    journal.append(event)
    journal.sync()
  }

  /** What was not answered, oldest first; each message the same every time but for being a repeat. */
  function sendUnheard(first?: number): void {
    for (const { message, at, card, reason } of [...unheard.values()].slice(0, ON_THEIR_WAY_MAX)) {
      if (first !== undefined && message < first) continue
      const found = cardOfDigest.get(card)
      const update = found && updateOf(found, reason)
      if (!update) continue
      const fields = {
        2: update.number,
        7: transmissionField(new Date(at)),
        11: String(message % 1_000_000).padStart(6, '0'),
        37: rrnOf(message),
        101: ACCOUNTS_FILE,
        ...accountUpdateFields(update),
      }
      if (!send({ mti: first === undefined ? '0303' : '0302', fields })) return
    }
  }
  const repeats = setInterval(sendUnheard, REPEAT_MS)
  repeats.unref()

  function tell(updates: AccountUpdate[]) {
    const first = lastMessage + 1
    for (const { number, reason } of updates) {
      const told = { message: lastMessage + 1, at: clock.now().toISOString(), card: digestOf(number), reason }
      write({ event: 'told', told })
    }
    sendUnheard(first)
    return { messages: updates.map((_, at) => rrnOf(first + at)) }
  }

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
    write({ event: 'written', sequence })
  }

  async function make(updates: AccountUpdate[]) {
    await writeLeft()
    const sequence = last + 1
    const said = updates.map(({ number, reason }) => ({ card: digestOf(number), reason }))
    const file = { sequence, created_at: clock.now().toISOString(), updates: said }
    write({ event: 'made', file })
    await writeLeft()
    return { sequence, records: updates.length, file: updateFileName(sequence) }
  }

  return {
    serve(http: FastifyInstance): void {
      http.get('/account_updates', () => ({ unanswered: unheard.size, enrolled: enrolled.size }))
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
        if (asked.data.by === 'message') return tell(known)
        const turn = inTurn.then(() => make(known))
        inTurn = turn.catch(() => undefined)
        return turn
      })
    },
    isClosed: (number: string): boolean => closed.has(digestOf(number)),
    /** An account that the platform keeps, or keeps no more: the response code. */
    enrol({ fields }: Message): string {
      const { 2: number, 14: date, 91: what, 101: file, 102: account } = fields
      if (file !== ACCOUNTS_FILE || !account) return FIELD_ERROR
      if (what === fileUpdate.delete) {
        if (!enrolled.has(account)) return NO_RECORD
        write({ event: 'removed', account })
        return DONE
      }
      if (what !== fileUpdate.add || !number || !date) return FIELD_ERROR
      const card = digestOf(number)
      if (enrolled.get(account) === card) return DUPLICATE
      write({ event: 'enrolled', account, card })
      return DONE
    },
    /** The platform has applied a message, or cannot: that settles it too. */
    answered({ fields }: Message): void {
      const message = Number(fields[37]?.slice(1))
      if (fields[39] !== undefined && unheard.has(message)) write({ event: 'heard', message })
    },
    /** Writes what a crash has left. */
    look: (): Promise<void> => {
      const turn = inTurn.then(writeLeft)
      inTurn = turn.catch(() => undefined)
      return turn
    },
    async close(): Promise<void> {
      clearInterval(repeats)
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
