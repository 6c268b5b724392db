import type { Database } from '../../db/sql.ts'
import { hasCompany } from '../../directory/ask-cell.ts'
import { listCells } from '../../directory/cells.ts'
import { findMove } from '../../directory/company-moves.ts'
import { OperatorError } from '../../ground/errors.ts'
import { ownAccount } from '../../ground/own-account.ts'
import type { CardCarrier, MoveSides } from '../../moving/cell-side.ts'
import { inTheWay, underWay } from '../../moving/in-the-way.ts'
import { cancelMove, moveCompany, refused } from '../../moving/move-company.ts'
import { countRows } from '../../moving/moved-tables.ts'
import { hasHiddenCopy, takeCopyAway } from '../../moving/take-copy-away.ts'
import { cardsInTheWay, carryCards, closePages, shredCompany } from '../../vault/transfer/carry-cards.ts'
import type { Given } from '../command.ts'
import { noteCommand } from '../note-command.ts'
import { type OpenCell, openCell, settingsOfCell } from './cell-settings.ts'
import { onDirectory } from './on-directory.ts'

type Which = { company: string; to: string; settings: string }
type Asked = Which & { how: 'move' | 'look' | 'cancel'; given: Given }

/** `jetpay company move`. */
export const runMove = ({ how, given, ...which }: Asked) =>
  onDirectory((directory) =>
    onBothSides(directory, which, async (sides) => {
      const { company } = which
      if (await isCopy(sides, company)) {
        if (how !== 'move')
          throw new OperatorError(
            `Cell ${sides.from.name} has a copy of it, which a restore has brought back: without ${how === 'look' ? '--dry-run' : '--cancel'} it is taken away.`,
            'wrong_state',
          )
        const taken = await takeCopyAway(sides, company, (line) => process.stderr.write(`${line}\n`))
        await noteCommand(sides.from.main, given, company)
        return { ok: true, ...taken, note: 'Run `jetpay verify --cells`.' }
      }
      if (how === 'look') return await look(sides, company)
      if (how === 'cancel') {
        await cancelMove(sides, company)
        await noteCommand(sides.from.main, given, company)
        return { ok: true, note: 'It is where it was; what was copied is gone.' }
      }
      const moved = await moveCompany(sides, company, (line) => process.stderr.write(`${line}\n`))
      for (const { main } of [sides.from, sides.to]) await noteCommand(main, given, company)
      return { ok: true, ...moved, note: 'Run `jetpay verify --cells`.' }
    }),
  )

/** Opens every cell that the directory knows, for as long as `work` takes. */
export async function onBothSides<T>(
  directory: Database,
  { company, to, settings }: Which,
  work: (sides: MoveSides) => Promise<T>,
): Promise<T> {
  const names = (await listCells(directory)).map(({ cell_id }) => cell_id)
  if (!names.includes(to))
    throw new OperatorError(`There is no cell ${to}; see \`jetpay cell list\`.`, 'not_found')
  const cells = new Map<string, OpenCell>()
  try {
    for (const name of names) cells.set(name, await openCell(name, settingsOfCell(settings, name)))
    const from = await whereItIs(directory, cells, company, to)
    return await work(sidesOf(directory, cells, from, to, company))
  } finally {
    for (const { close } of cells.values()) await close()
  }
}

/** It is where it is to go, and the other cell has it once more. */
const isCopy = async ({ directory, from, to }: MoveSides, company: string): Promise<boolean> =>
  !(await findMove(directory, company)) &&
  (await hasCompany(to.main, company)) !== undefined &&
  ((await hasHiddenCopy(from.main, company)) || (await hasCompany(from.main, company)) !== undefined)

async function look(sides: MoveSides, company: string) {
  const reasons = await inTheWay(sides, company)
  if (reasons.length > 0) throw refused(reasons)
  const waits_for = await underWay(sides.from.main, company)
  const rows = await countRows(sides.from.main, company)
  return {
    ok: true,
    from: sides.from.name,
    to: sides.to.name,
    rows,
    waits_for,
    note: 'Nothing is in the way.',
  }
}

/** The cell that it leaves: of a move that is under way, what that says. */
async function whereItIs(
  directory: Database,
  cells: ReadonlyMap<string, OpenCell>,
  company: string,
  to: string,
): Promise<string> {
  const move = await findMove(directory, company)
  if (move) return move.from_cell
  const having: string[] = []
  for (const [name, { side }] of cells)
    if ((await hasCompany(side.main, company)) || (await hasHiddenCopy(side.main, company))) having.push(name)
  const from = having.find((name) => name !== to)
  if (from !== undefined) return from
  if (having.length > 0) throw new OperatorError(`The company is in cell ${to} already.`, 'wrong_state')
  throw new OperatorError('No cell has this company.', 'not_found')
}

function sidesOf(
  directory: Database,
  cells: ReadonlyMap<string, OpenCell>,
  from: string,
  to: string,
  company: string,
): MoveSides {
  const [old, next] = [cells.get(from), cells.get(to)]
  if (!old || !next || from === to) throw new OperatorError(`A company does not move from ${from} to ${to}.`)
  const by = ownAccount()
  const cards: CardCarrier = {
    carry: (say) => carryCards(old.vault, next.vault, company, by, say),
    closePages: () => closePages(old.vault.db, company),
    inTheWay: () => cardsInTheWay(old.vault.db, company),
    shred: (where) => shredCompany((where === 'old' ? old : next).vault.db, company, by),
  }
  const others = [...cells].filter(([name]) => name !== from && name !== to).map(([, { side }]) => side.main)
  return { directory, from: old.side, to: next.side, cards, others }
}
