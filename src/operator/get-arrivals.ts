import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { nextClearing } from '../payouts/next-clearing.ts'
import { bankTime, processingDay } from '../rails/banking-calendar.ts'
import { railsOf } from '../rails/rail.ts'
import {
  type ClearingFileRow,
  clearingFileColumns,
  clearingFileSchema,
  showClearingFile,
} from './clearing-file.ts'

/** Files of each kind that are shown: a month of days with several. */
const SHOWN_MAX = 60
/** A network sends a file a day; one that is this late is asked for. */
const LATE_AFTER_HOURS = 36

const two = (number: number) => String(number).padStart(2, '0')

type ClearingRow = ClearingFileRow & { late: boolean }
type AnswerRow = { kind: string; number: string; items: number; unmatched: number; read_at: Date }

export const getArrivals = endpoint({
  operationId: 'get_arrivals',
  method: 'GET',
  path: '/operator/arrivals',
  tag: 'Operator',
  summary: 'See what came and what is expected',
  description:
    'The last 60 clearing files of the card network and the last 60 files of the banks, and what is expected when: the next clearing file, and until when a file to each bank is processed the same day.',
  scope: 'operator:read',
  load: 'search',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'What came, and what is expected',
      schema: z
        .object({
          clearing_files: z.array(clearingFileSchema),
          bank_answers: z.array(
            z.object({
              kind: z.enum(['returns', 'notices', 'acknowledgment', 'settlement']),
              number: z.string(),
              item_count: z.int(),
              unmatched: z.int().meta({ description: 'Of them, those that fit nothing of ours' }),
              read_at: z.iso.datetime(),
            }),
          ),
          expected: z.array(
            z.object({
              what: z.enum(['clearing_file', 'file_to_bank']),
              name: z.string(),
              on: z.iso.date().nullable(),
              until: z.string().nullable().meta({ description: 'The bank’s cut-off, by its clock' }),
              late: z.boolean(),
              next_step: z.string(),
            }),
          ),
        })
        .meta({ id: 'Arrivals' }),
    },
  },
  async handle({ db, context }) {
    const { clock, config } = context
    const files = await db.many<ClearingRow>(sql`
      select ${clearingFileColumns},
        cutoff_at < jetpay_now() - make_interval(hours => ${LATE_AFTER_HOURS}) as late
      from clearing_files order by read_at desc, network_id desc, sequence desc limit ${SHOWN_MAX}`)
    const answers = await db.many<AnswerRow>(sql`
      select kind, number, items, unmatched, read_at from bank_answers
      order by read_at desc, sha256 desc limit ${SHOWN_MAX}`)
    const now = clock.now()
    const [last] = files
    const toBanks = railsOf(config.bank).map(({ name, profile: { cutOff, calendar } }) => ({
      what: 'file_to_bank' as const,
      name,
      on: processingDay(now, cutOff, calendar),
      until: `${two(cutOff.hour)}:${two(cutOff.minute)}`,
      late: false,
      next_step: `What is queued by then is processed that day; it is ${bankTime(now, calendar).day} there.`,
    }))
    const next = last && (await nextClearing(db, context))
    const fromNetwork = next && {
      what: 'clearing_file' as const,
      name: `${last.network_id} ${last.sequence + 1n}`,
      on: next.businessDate,
      until: null,
      late: last.late,
      next_step: last.late
        ? 'It should have come: ask the network for it, and look at the alarms.'
        : 'It comes once the network has closed that day.',
    }
    return {
      body: {
        clearing_files: files.map(({ late: _, ...file }) => showClearingFile(file)),
        bank_answers: answers.map(({ items, ...answer }) => ({ ...answer, item_count: items })),
        expected: [...(fromNetwork ? [fromNetwork] : []), ...toBanks],
      },
    }
  },
})
