import { z } from 'zod'
import { decisionsOf } from '../charges/attempt-decision.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { findForCaller, transactionPath } from '../debits/transaction.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { actionQuery, speaking } from './action.ts'
import { actionSchema, actionsOf } from './actions.ts'
import { readAudit } from './read-audit.ts'
import { readBanking } from './read-banking.ts'
import { readMoves, readRecords } from './read-moves.ts'
import { readNetwork } from './read-network.ts'
import { readEvents, readMails, readOrigin } from './read-told.ts'
import { tellDecision } from './tell-decision.ts'
import { type Item, type ItemKind, itemKinds, itemSchema, showItem, speechOf } from './timeline-item.ts'
import { readNext } from './whats-next.ts'

export const getTransactionTimeline = endpoint({
  operationId: 'get_transaction_timeline',
  method: 'GET',
  path: '/transaction/{identifier}/timeline',
  tag: 'Transactions',
  summary: 'Get all that happened to a transaction, and what can be done with it',
  description:
    'In order of time: its states and its fee with what they posted, what the card network was asked and said, clearing records, bank items with their files, payouts, refunds, disputes, differences, what a person decided, mails, its agreement, and its events with how each webhook got them. Of each kind the newest 200. `actions` are by the rules of the operations themselves. `hidden` names kinds that the caller has no scope for: events want `events:read`, and their deliveries `webhooks:read`; who did what wants `audit:read`.',
  scope: ['debits:read', 'credits:read'],
  notToNarrow: true,
  pathSchema: transactionPath,
  querySchema: actionQuery,
  answers: {
    200: {
      description: 'The timeline',
      schema: z
        .object({
          identifier: uuid,
          items: z.array(itemSchema),
          next: z.array(z.string()).meta({ description: 'What it waits for, in words' }),
          actions: z.array(actionSchema),
          hidden: z.array(z.enum(itemKinds)),
        })
        .meta({ id: 'TransactionTimeline' }),
    },
  },
  handle: ({ context, caller, companyId, path, query }) =>
    atOneMoment(context.db, async (db) => {
      const row = await findForCaller(db, caller, path.identifier, 'read')
      const speech = speechOf(query.language)
      const id = row.identifier
      const seesEvents = caller.scopes.includes('events:read')
      const seesAudit = caller.scopes.includes('audit:read')
      const records = await readRecords(db, companyId, id)
      const subjects = [id, ...records.refunds.keys(), ...records.disputes.keys()]
      // A command names what it decides, and not the payment.
      const decidedAbout = [...subjects, ...records.items.keys()]
      const isDebit = row.kind === 'debit'
      const decisions = isDebit ? await decisionsOf(db, companyId, id) : []
      const items: Item[] = [
        ...(await readMoves(db, companyId, row, records, decisions, speech)),
        ...(isDebit ? await readNetwork(db, companyId, row, decisions, speech) : []),
        ...decisions.map((decision) => tellDecision(decision, speech)),
        ...(await readBanking(db, companyId, subjects, speech)),
        ...(seesEvents
          ? await readEvents(db, companyId, id, caller.scopes.includes('webhooks:read'), speech)
          : []),
        ...(seesAudit
          ? await readAudit(
              db,
              companyId,
              [...decidedAbout, ...decisions.map((one) => one.attempt_id)],
              speech,
            )
          : []),
        ...(await readMails(db, companyId, id, speech)),
        ...(await readOrigin(db, companyId, id, speech)),
      ]
      const hidden: ItemKind[] = [
        ...(seesEvents ? [] : (['event'] as const)),
        ...(seesAudit ? [] : (['audit'] as const)),
      ]
      const body = {
        identifier: id,
        items: inOrder(items).map(showItem),
        next: await readNext(db, companyId, row, subjects, speech),
        actions: speaking(await actionsOf(db, caller, row), query.language),
        hidden,
      }
      return { body }
    }),
})

/**
 * All that is read is of one moment: a payout that was made between two statements would be neither among
 * what happened nor in what is to come.
 */
const atOneMoment = <T>(db: Database, read: (db: Db) => Promise<T>): Promise<T> =>
  db.transaction(async (db) => {
    await db.run(sql`set transaction isolation level repeatable read, read only`)
    return read(db)
  })

/**
 * Of what happened in one statement first what caused it: the network's word, then the state, then who was
 * told.
 */
const inOrder = (items: Item[]) =>
  items.sort((one, other) => one.at.getTime() - other.at.getTime() || rankOf(one) - rankOf(other))
/** It is there before anybody is asked anything. */
const rankOf = ({ kind, name }: Item) => (name === 'request' && kind !== 'event' ? -1 : rank.indexOf(kind))
const rank: ItemKind[] = [
  'schedule',
  'agreement',
  'attempt',
  'capture',
  'clearing_record',
  'decision',
  'state',
  'refund',
  'dispute',
  'reconciliation_item',
  'fee',
  'payout',
  'bank_item',
  'mail',
  'audit',
  'event',
]
