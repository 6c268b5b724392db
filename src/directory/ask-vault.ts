import { CellSilent } from './cell-silent.ts'
import type { Cell } from './cells.ts'

/** A vault that is well answers in milliseconds. */
const ANSWER_MS = 3_000

/**
 * Which cell's vault knows the ticket of a card page, by asking each as a browser does: the directory has no
 * way to a vault's database, and is to have none. A page that is used or over is known too. A vault whose
 * proxy believes the router (`JETPAY_TRUSTED_PROXIES`) counts invented tickets by the browser's own address.
 */
export async function findCardPage(cells: Cell[], ticket: string, from: string): Promise<Cell | undefined> {
  const answers = await Promise.allSettled(
    cells.map(async (cell) => {
      const answer = await fetch(`${cell.card_page_url}/tokenize/${ticket}`, {
        headers: { 'x-forwarded-for': from },
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      await answer.body?.cancel()
      if (answer.status >= 500 || answer.status === 429) throw new CellSilent(`it answered ${answer.status}`)
      return { cell, knows: answer.status === 200 || answer.status === 410 }
    }),
  )
  for (const answer of answers)
    if (answer.status === 'fulfilled' && answer.value.knows) return answer.value.cell
  if (answers.some(({ status }) => status === 'rejected')) throw new CellSilent('a vault does not answer')
  return undefined
}
