import { useContactNames } from '../data/contact-names.ts'
import { isolated } from '../words/isolated.ts'

/** How many rows' names are asked for at once: a page of the list. */
const ROWS = 50

/** Of each contact of a list those that its name is asked for with. */
export function askedTogether(ids: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const together = new Map<string, readonly string[]>()
  for (let from = 0; from < ids.length; from += ROWS) {
    const some = ids.slice(from, from + ROWS)
    for (const id of some) if (!together.has(id)) together.set(id, some)
  }
  return together
}

/** By name; of a contact that was deleted, or that the user may not see, the id. */
export function ContactName({ id, among }: { id: string; among: readonly string[] }) {
  const name = useContactNames(among).get(id)?.name
  return name === undefined ? <code>{id.slice(0, 8)}</code> : isolated(name)
}
