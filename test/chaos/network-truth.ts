/** Minor units that the network has for a reference: captured and not reversed, given back, held. */
export type Kept = { captured: number; refunded: number; held: number }

/** What the network itself has for each reference. */
export async function readNetwork(simulatorUrl: string): Promise<Map<string, Kept>> {
  const kept = new Map<string, Kept>()
  for (let after = 0; ; ) {
    const page = (await (await fetch(`${simulatorUrl}/books?after=${after}&limit=1000`)).json()) as any
    if (page.entries.length === 0) return kept
    for (const { rrn, state, amount, amount_captured } of page.entries) {
      const of = kept.get(rrn) ?? { captured: 0, refunded: 0, held: 0 }
      if (state === 'captured') of.captured += amount_captured
      if (state === 'refunded') of.refunded += amount
      if (state === 'authorized') of.held += amount
      kept.set(rrn, of)
    }
    after = page.entries.at(-1).seq
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
