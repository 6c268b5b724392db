import type { BankBookItem } from '../../src/simulator/bank-books.ts'
import type { BookEntry } from '../../src/simulator/book-entry.ts'

/** Minor units that the network has for a reference: captured and not reversed, given back, held. */
export type Kept = { captured: number; refunded: number; held: number }

/** What the network itself has for each reference. */
export async function readNetwork(simulatorUrl: string): Promise<Map<string, Kept>> {
  const kept = new Map<string, Kept>()
  for (const { rrn, state, amount, amount_captured } of await readEntries(simulatorUrl)) {
    const of = kept.get(rrn) ?? { captured: 0, refunded: 0, held: 0 }
    if (state === 'captured') of.captured += amount_captured
    if (state === 'refunded') of.refunded += amount
    if (state === 'authorized') of.held += amount
    kept.set(rrn, of)
  }
  return kept
}

export type BookedDispute = NonNullable<BookEntry['dispute']>

/** What card holders took back, by reference. */
export async function readDisputes(simulatorUrl: string): Promise<Map<string, BookedDispute>> {
  const entries = await readEntries(simulatorUrl)
  return new Map(entries.flatMap(({ rrn, dispute }) => (dispute ? [[rrn, dispute] as const] : [])))
}

async function readEntries(simulatorUrl: string): Promise<BookEntry[]> {
  const entries: BookEntry[] = []
  for (;;) {
    const url = `${simulatorUrl}/books?after=${entries.at(-1)?.seq ?? 0}&limit=1000`
    const page = (await (await fetch(url)).json()) as { entries: BookEntry[] }
    if (page.entries.length === 0) return entries
    entries.push(...page.entries)
  }
}

/** What it has for several references together. */
export function keptFor(network: Map<string, Kept>, rrns: string[]): Kept {
  const sum = { captured: 0, refunded: 0, held: 0 }
  for (const rrn of rrns) {
    const of = network.get(rrn)
    sum.captured += of?.captured ?? 0
    sum.refunded += of?.refunded ?? 0
    sum.held += of?.held ?? 0
  }
  return sum
}

/** What the bank itself has for each reference. */
export async function readBank(simulatorUrl: string): Promise<Map<string, BankBookItem[]>> {
  const items: BankBookItem[] = []
  for (;;) {
    const url = `${simulatorUrl}/bank/books?after=${items.length}&limit=1000`
    const page = (await (await fetch(url)).json()) as { items: BankBookItem[] }
    if (page.items.length === 0) return Map.groupBy(items, ({ reference }) => reference)
    items.push(...page.items)
  }
}
