import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'

/** What a data key is for: one key, one purpose (PCI DSS 3.6.1). */
export type KeyUse = 'cards' | 'fingerprint' | 'ticket'

/** A data key as the vault has it in memory. The one that is active is used for what is new. */
export type OpenDataKey = { id: string; use: KeyUse; active: boolean; key: KeyObject }

/** The keyed hash of a number, and the key that made it. */
export type NumberMac = { keyId: string; mac: string }

/** The vault's data keys, unwrapped. They are in its memory alone (docs/keys.md). */
export type VaultKeys = {
  /** The key that new numbers are sealed with. */
  cardKey(): { id: string; key: KeyObject }
  /** The key that a card names; undefined where it is not at hand. */
  cardKeyOf(id: string): KeyObject | undefined
  /**
   * By each key there is, the active one first: the same number gives the same within a company, and cannot
   * be found from it without the key. There are two while one key follows another.
   */
  numberMacs(companyId: string, number: string): [NumberMac, ...NumberMac[]]
  /**
   * What marks a card page's ticket as ours (`ticket.ts`): by the key of now, and by the one that it follows.
   */
  ticketMarks(random: Buffer): [Buffer, ...Buffer[]]
  /** The name of the key that marks new tickets. */
  ticketKey(): string
  /** Reads them again, after they have changed. */
  reload(): Promise<void>
}

/** Keys that `read` finds now, and again at each `reload`. */
export async function openKeyring(read: () => Promise<OpenDataKey[]>): Promise<VaultKeys> {
  let keys = await read()
  let reading: Promise<void> | undefined
  const of = (use: KeyUse) => keys.filter((key) => key.use === use)
  const activeOf = (use: KeyUse) => {
    const found = keys.find((key) => key.use === use && key.active)
    if (!found) throw new Error(`there is no active key for ${use}`)
    return found
  }
  return {
    cardKey: () => activeOf('cards'),
    cardKeyOf: (id) => keys.find((key) => key.use === 'cards' && key.id === id)?.key,
    numberMacs(companyId, number) {
      const macOf = ({ id, key }: OpenDataKey): NumberMac => ({
        keyId: id,
        // Keyed, because all card numbers can be tried against a bare hash in minutes (PCI DSS 3.5.1.1).
        mac: macOfText(key, `${companyId}\n${number}`),
      })
      const others = of('fingerprint').filter(({ active }) => !active)
      return [macOf(activeOf('fingerprint')), ...others.map(macOf)]
    },
    ticketMarks(random) {
      const markOf = ({ key }: OpenDataKey) => createHmac('sha256', key).update(random).digest()
      const others = of('ticket').filter(({ active }) => !active)
      return [markOf(activeOf('ticket')), ...others.map(markOf)]
    },
    ticketKey: () => activeOf('ticket').id,
    reload() {
      reading ??= read()
        .then((found) => {
          keys = found
        })
        .finally(() => {
          reading = undefined
        })
      return reading
    },
  }
}

/** By bytes that are wiped: of a text OpenSSL's binding would leave a copy of its own. */
function macOfText(key: KeyObject, text: string): string {
  const bytes = Buffer.from(text)
  const mac = createHmac('sha256', key).update(bytes).digest('base64url').slice(0, 22)
  bytes.fill(0)
  return mac
}

/** Of bytes, which are wiped. */
export function keyObjectOf(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
