/**
 * What the network tells of accounts in messages of its own: 0302, repeated 0303, answered 0312 once it is
 * applied. One after the other, because an account may change twice; what is not answered comes again.
 */
import type { TakeUpdate } from '../card-network.ts'
import { accountUpdateOf } from './account-update.ts'
import type { Message } from './codec.ts'
import { answerType } from './message-type.ts'

/** Messages that wait for their turn; a network that sends more at once repeats them. */
const WAITING_MAX = 100

/** Response codes of file updates (ISO 8583:1987). */
const CODE = { applied: '00', refused: '27' } as const

export const isFileUpdate = ({ mti }: Message): boolean => mti === '0302' || mti === '0303'

/** Answers a message, or resolves with null where it is to come again. Never rejects. */
export function openFileUpdates(take: TakeUpdate | undefined): (message: Message) => Promise<Message | null> {
  let waiting = 0
  let inTurn: Promise<unknown> = Promise.resolve()

  async function answerTo(message: Message): Promise<Message | null> {
    const { 7: at = '', 11: stan = '', 37: rrn = '' } = message.fields
    const number = message.fields[2]
    const update = number === undefined ? null : accountUpdateOf(number, message)
    // One without a name would be taken for a repeat of the one before it.
    const named = at !== '' && stan !== ''
    const done = update && named && take ? await take(update, `${at} ${stan} ${rrn}`) : 'refused'
    if (done === 'failed') return null
    const fields: Message['fields'] = { 39: CODE[done] }
    for (const field of [7, 11, 37, 101] as const) {
      const value = message.fields[field]
      if (value !== undefined) fields[field] = value
    }
    return { mti: answerType(message.mti) ?? '', fields }
  }

  return async (message) => {
    if (waiting >= WAITING_MAX) return null
    waiting++
    const turn = inTurn.then(() => answerTo(message)).finally(() => waiting--)
    inTurn = turn
    return turn
  }
}
