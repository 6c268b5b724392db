import { z } from 'zod'
import type { Currency } from '../ground/money.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'

/** Where an amount is in a file of the network's or a bank's. */
export type Source = {
  kind: 'clearing_file' | 'bank_file'
  /** The network's name, or what the bank calls us. */
  of: string
  file: number
  /** By which an operator finds the file, of one to a bank. */
  bank_file_id: string | null
  line: number
  /** The file's day. */
  on: string
  /** The network's reference, or the one that the bank has of us. */
  reference: string
  amount: bigint
  /** What the record is, or what became of it. */
  says: string
}

export type Subject = {
  kind: string
  identifier: string
  /** The debit or credit that it belongs to. */
  transaction_id: string | null
  /** What its payer reads of it. */
  statement: string | null
}

/** A part of an amount. `amount` in minor units; `explain`: the path that opens it further. */
export type Part = {
  key: string
  amount: bigint
  count: bigint
  at?: Date | null
  subject?: Subject | null
  sources?: Source[]
  explain: string | null
}

const sourceSchema = z.object({
  kind: z.enum(['clearing_file', 'bank_file']),
  of: z.string().meta({ description: 'The network, or the originator at the bank' }),
  file: z.int(),
  bank_file_id: uuid.nullable().meta({
    description: 'Of a file to a bank: by it `/operator/bank_files` has all of it, for an operator',
  }),
  line: z.int(),
  on: z.iso.date(),
  reference: z.string(),
  amount: amountAnswer,
  says: z.string().meta({ description: 'What the record is, or what became of it' }),
})

const partSchema = z.object({
  key: z.string().meta({
    description:
      'What the part is: by the level a figure, a move, a day, why it is in a payout, or the entry itself',
  }),
  amount: amountAnswer,
  count: z.int().meta({ description: 'Of how many entries or items it is the sum' }),
  at: z.iso.datetime().nullable(),
  subject: z
    .object({
      kind: z.string(),
      identifier: uuid,
      transaction_id: uuid.nullable(),
      statement: z.string().nullable().meta({ description: 'Of the debit or credit that it belongs to' }),
    })
    .nullable()
    .meta({ description: 'What it is about, where it is one thing' }),
  sources: z.array(sourceSchema).meta({ description: 'The files behind it' }),
  explain: z
    .string()
    .nullable()
    .meta({ description: 'The path of what it is made of; null where there is nothing below it' }),
})

export const levels = ['figures', 'moves', 'days', 'entries', 'parts', 'items', 'records'] as const
export type Level = (typeof levels)[number]

export const explanationSchema = z
  .object({
    currency,
    amount: amountAnswer.meta({ description: 'What is explained' }),
    level: z.enum(levels).meta({ description: 'What the parts are' }),
    time_zone: z.string().meta({ description: 'In which days are told' }),
    data: z.array(partSchema).meta({ description: 'The parts' }),
    next_cursor: z.string().nullable().meta({
      description: 'Of the next page; null where there is none, and where no `cursor` is taken',
    }),
    sum: amountAnswer.meta({ description: 'Of all parts so far, those of the pages before included' }),
    adds_up: z
      .boolean()
      .nullable()
      .meta({
        description: 'Whether `sum` is `amount`; null while there are further pages',
        examples: [true],
      }),
    as_of: z.iso.datetime(),
  })
  .meta({ id: 'Explanation' })

export type Explained = {
  currency: Currency
  amount: bigint
  level: Level
  time_zone: string
  parts: Part[]
  next_cursor: string | null
  /** Minor units of the parts on the pages before. */
  sumBefore: bigint
  as_of: Date
}

export function showExplanation({ parts, sumBefore, ...explained }: Explained) {
  const sum = parts.reduce((sum, { amount }) => sum + amount, sumBefore)
  return {
    currency: explained.currency,
    amount: printAmount(explained.amount),
    level: explained.level,
    time_zone: explained.time_zone,
    data: parts.map((part) => ({
      key: part.key,
      amount: printAmount(part.amount),
      count: Number(part.count),
      at: part.at ?? null,
      subject: part.subject ?? null,
      sources: (part.sources ?? []).map((source) => ({ ...source, amount: printAmount(source.amount) })),
      explain: part.explain,
    })),
    next_cursor: explained.next_cursor,
    sum: printAmount(sum),
    adds_up: explained.next_cursor === null ? sum === explained.amount : null,
    as_of: explained.as_of,
  }
}

/** Where a number counts what another has above zero. */
export const negated = z.literal('true').optional()

/** A path of ours with what of the query says something. */
export const pathTo = (path: string, query: Record<string, string | undefined>): string =>
  `${path}?${new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined))}`
