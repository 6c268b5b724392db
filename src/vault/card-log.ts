import { type Db, sql } from '../db/sql.ts'
import type { CardLogEntry } from '../ground/card-log-entry.ts'
import { type CardName, LOG_ENTRIES_MAX } from '../ground/vault-protocol.ts'

type NewEntry<Kind> = Kind extends CardLogEntry['kind']
  ? Pick<Extract<CardLogEntry, { kind: Kind }>, 'kind' | 'data'>
  : never
type OfFile = 'update_file'

/**
 * Writes what happened to a card, in the transaction where it happened. The head's row lock makes ids gapless
 * and commit-ordered: a reader by cursor never passes over an entry that commits late.
 */
export const appendToLog = (
  db: Db,
  { company_id, card_id }: CardName,
  entry: NewEntry<Exclude<CardLogEntry['kind'], OfFile>>,
) => append(db, company_id, card_id, entry)

/** The same of a file of account updates, which is about no card alone. */
export const appendFileToLog = (db: Db, data: NewEntry<OfFile>['data']) =>
  append(db, null, null, { kind: 'update_file', data })

const append = (
  db: Db,
  companyId: string | null,
  cardId: string | null,
  { kind, data }: NewEntry<CardLogEntry['kind']>,
) =>
  db.run(sql`
    with head as (update card_log_head set last_log_id = last_log_id + 1 returning last_log_id)
    insert into card_log (log_id, company_id, card_id, kind, data)
    select last_log_id, ${companyId}::uuid, ${cardId}::uuid, ${kind}, ${JSON.stringify(data)} from head`)

export const readLog = (db: Db, after: number) =>
  db.many<CardLogEntry>(sql`
    select log_id::integer, company_id, card_id, kind, data from card_log
    where log_id > ${after} order by log_id limit ${LOG_ENTRIES_MAX}`)
