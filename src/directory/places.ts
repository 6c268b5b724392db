import { type Database, type Db, sql } from '../db/sql.ts'
import { hashSecret, isUuid } from '../ground/ids.ts'
import { openLine } from '../http/line.ts'
import { hasCompany, ownerOfLink, ownerOfToken } from './ask-cell.ts'
import { findCardPage } from './ask-vault.ts'
import { CellSilent } from './cell-silent.ts'
import { type Cell, type KnownCell, listCells } from './cells.ts'
import { remember } from './remembered.ts'

/** The main databases of the cells, by the cell's name. */
export type CellDatabases = ReadonlyMap<string, Db>

/**
 * How old what a process remembers may be: a cell that is added, drained or elsewhere is known after this.
 */
const CELLS_MS = 1_000
/**
 * What a token or link names does not change, and of a company that moves the directory tells at once
 * (`follow-moves.ts`): that is looked at again to forget.
 */
const NAMES_MS = 60_000
/** Tokens, links and companies of a busy hour; some 300 bytes each. */
const REMEMBERED_MAX = 100_000
/**
 * Questions at a time for what this process has never met, and how many more wait for how long: a flood of
 * invented tokens costs directory and cells no more than this, delays a new token by so much, and leaves what
 * is known half of the connections.
 */
const STRANGERS = { running: 4, waiting: 200, waitMs: 2_000 }

/** Where a request goes; of whom it names, none where it names nobody. */
export type Place = { cell: KnownCell; companyId?: string }

type Owner = (db: Db) => Promise<{ company_id: string } | undefined>

/**
 * Finds the cell of what a request names. What the directory has not met is asked of all cells and kept, so
 * that a cell need not tell the directory of what it makes. Each answer: the cell; undefined where no cell
 * knows it; or a throw, where one that might does not answer.
 */
export function openPlaces(db: Database, databases: CellDatabases) {
  const strangers = openLine(STRANGERS)
  const limits = { freshMs: NAMES_MS, max: REMEMBERED_MAX, inTurn }
  const cells = remember(() => listCells(db), { ...limits, freshMs: CELLS_MS, inTurn: (ask) => ask() })
  const allCells = async (): Promise<KnownCell[]> => (await cells('all')) ?? []
  const cellNamed = async (cellId: string | undefined): Promise<KnownCell | undefined> =>
    (await allCells()).find(({ cell_id }) => cell_id === cellId)

  /** Asks as a stranger, in turn. */
  async function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const leave = await strangers.enter()
    if (!leave) throw new CellSilent('too many ask for what is not known yet')
    try {
      return await ask()
    } finally {
      leave()
    }
  }

  /** Which cell's database has it, and whose it is. Only for what none has are all waited for. */
  async function askCells(owner: Owner) {
    const asked = [...databases].map(async ([cellId, of]) => {
      const found = await owner(of)
      if (!found) throw new NotThere()
      return { cellId, companyId: found.company_id }
    })
    try {
      return await Promise.any(asked)
    } catch (error) {
      const lost = (error as AggregateError).errors.find((one) => !(one instanceof NotThere))
      if (lost) throw new CellSilent('a cell’s database does not answer', { cause: lost })
    }
    const unasked = (await allCells()).find(({ cell_id }) => !databases.has(cell_id))
    if (unasked) throw new CellSilent(`JETPAY_CELL_DATABASES has no ${unasked.cell_id}: start again with it`)
    return undefined
  }

  const place = async (db: Db, companyId: string, cellId: string): Promise<string | undefined> => {
    await db.run(sql`
      insert into placements (company_id, cell_id) select ${companyId}, cell_id from cells where cell_id = ${cellId}
      on conflict do nothing`)
    // Where it is said to be counts, and not where it was found: that is for a person to see (`verify
    // --cells`).
    return (
      await db.first<{ cell_id: string }>(sql`
      select cell_id from placements where company_id = ${companyId}`)
    )?.cell_id
  }

  const ofCompany = remember(async (companyId) => {
    const known = await db.first<{ cell_id: string }>(sql`
        select cell_id from placements where company_id = ${companyId}`)
    if (known) return known.cell_id
    const found = await askCells((cell) => hasCompany(cell, companyId))
    return found && place(db, found.companyId, found.cellId)
  }, limits)

  /** What names a company for ever: kept in `tokens` or `links` once a cell has said whose it is. */
  const ofNamed = (
    find: (key: string) => Promise<{ company_id: string } | undefined>,
    owner: (cell: Db, key: string) => Promise<{ company_id: string } | undefined>,
    keep: (db: Db, key: string, companyId: string) => Promise<number>,
  ) =>
    remember(async (key) => {
      const known = await find(key)
      if (known) return known.company_id
      const found = await askCells((cell) => owner(cell, key))
      return (
        found &&
        db.transaction(async (db) => {
          const cellId = await place(db, found.companyId, found.cellId)
          if (cellId !== undefined) await keep(db, key, found.companyId)
          return found.companyId
        })
      )
    }, limits)

  const ofToken = ofNamed(
    (hash) =>
      db.first<{ company_id: string }>(
        sql`select company_id from tokens where token_hash = ${bytesOf(hash)}`,
      ),
    (cell, hash) => ownerOfToken(cell, bytesOf(hash)),
    (db, hash, companyId) =>
      db.run(sql`
        insert into tokens (token_hash, company_id) values (${bytesOf(hash)}, ${companyId}) on conflict do nothing`),
  )
  const ofLink = ofNamed(
    (identifier) =>
      db.first<{ company_id: string }>(sql`select company_id from links where identifier = ${identifier}`),
    ownerOfLink,
    (db, identifier, companyId) =>
      db.run(sql`
        insert into links (identifier, company_id) values (${identifier}, ${companyId}) on conflict do nothing`),
  )
  const placed = async (companyId: string | undefined): Promise<Place | undefined> => {
    const cell = companyId && (await cellNamed(await ofCompany(companyId)))
    return cell ? { cell, companyId } : undefined
  }

  return {
    cells: allCells,
    company: async (companyId: string) => (isUuid(companyId) ? placed(companyId.toLowerCase()) : undefined),
    token: async (token: string) => placed(await ofToken(hashSecret(token).toString('base64url'))),
    link: async (identifier: string) =>
      isUuid(identifier) ? placed(await ofLink(identifier.toLowerCase())) : undefined,
    /** It may be in another cell than it was. */
    forgetCompany: (companyId: string): void => ofCompany.forget(companyId),
    /** `from`: whose browser asks, for the vaults' own limit of invented tickets. */
    async cardPage(ticket: string, from: string): Promise<Cell | undefined> {
      const hash = hashSecret(ticket)
      const known = await db.first<{ cell_id: string }>(sql`
        select cell_id from tickets where ticket_hash = ${hash}`)
      if (known) return cellNamed(known.cell_id)
      const found = await inTurn(async () => findCardPage(await allCells(), ticket, from))
      // A page is for minutes, and is told of for a day.
      if (found)
        await db.run(sql`
          with gone as (delete from tickets where found_at < now() - interval '1 day')
          insert into tickets (ticket_hash, cell_id) select ${hash}, cell_id from cells where cell_id = ${found.cell_id}
          on conflict do nothing`)
      return found
    },
  }
}

/** The cell has answered, and has it not. */
class NotThere extends Error {}

const bytesOf = (hash: string) => Buffer.from(hash, 'base64url')

export type Places = ReturnType<typeof openPlaces>
