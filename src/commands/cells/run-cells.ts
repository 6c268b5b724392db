import type { Db } from '../../db/sql.ts'
import { addCell, drainCell, HELD_SECONDS_MAX, holdCell, showCells } from '../../directory/cells.ts'
import { companiesOf, placeCompanies } from '../../directory/take-companies-in.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import { isLoopback } from '../../ground/settings/live.ts'
import { wholeNumber } from '../read-word.ts'
import { onDatabaseAt, onDirectory } from './on-directory.ts'

export const runAdd = (cell: string, api: string, cardPages: string) =>
  onDirectory(async (db, { cellDatabases, environment }) => {
    const url = cellDatabases.get(cell)
    if (!url)
      throw new OperatorError(
        `JETPAY_CELL_DATABASES has no ${cell}: add ${cell}=postgres://… to it, with a blank before.`,
        'not_found',
      )
    const live = environment === 'live'
    const addresses = { api: address('api', api, live), cardPages: address('card-pages', cardPages, live) }
    // Read first: a database that does not answer, or has another cell's companies, is no cell.
    const companies = await onDatabaseAt(url, 'JETPAY_CELL_DATABASES', (of: Db) => companiesOf(of))
    await db.transaction(async (db) => {
      await addCell(db, cell, addresses.api, addresses.cardPages)
      await placeCompanies(db, cell, companies)
    })
    return { ok: true, companies: companies.length, note: 'Routers use it within a second.' }
  })

export const runList = () => onDirectory(showCells)

export const runDrain = (cell: string) =>
  onDirectory(async (db) => {
    await drainCell(db, cell)
    const { companies } = (await showCells(db)).find(({ cell_id }) => cell_id === cell)!
    return {
      ok: true,
      companies,
      note: 'What names no company goes elsewhere within a second; its own stay.',
    }
  })

/** For half of what is allowed, unless it is said. */
export const runHold = (cell: string, seconds = String(HELD_SECONDS_MAX / 2)) =>
  onDirectory(async (db) => {
    const given = wholeNumber('seconds', seconds)
    if (given < 1 || given > HELD_SECONDS_MAX)
      throw new UsageError(`--seconds is "${seconds}"; give 1 to ${HELD_SECONDS_MAX}.`)
    await holdCell(db, cell, given)
    return {
      ok: true,
      seconds: given,
      note: 'Its requests wait within a second. `jetpay cell release` ends it.',
    }
  })

export const runRelease = (cell: string) =>
  onDirectory(async (db) => {
    await holdCell(db, cell, 0)
    return { ok: true, note: 'What has waited goes on within a second.' }
  })

/** As it is put before a path. Live nothing goes to another machine in the clear, tokens least of all. */
function address(option: string, text: string, live: boolean): string {
  const url = URL.parse(text)
  if (live && url?.protocol === 'http:' && !isLoopback(url.hostname))
    throw new OperatorError(
      `--${option} is another machine in the clear: make it https (JETPAY_ENVIRONMENT=live).`,
    )
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username)
    return url.href.replace(/\/$/, '')
  throw new UsageError(`--${option} is "${text}"; give an address such as https://cards-a.example.com.`)
}
