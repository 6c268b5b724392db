/** What a line of the audit log says (docs/audit-log.md). Never a card number, a key or a secret. */
import type { CardName } from '../../ground/vault-protocol.ts'

/** What is logged, by what it is about (PCI DSS 10.2.1). */
export type AuditAct =
  | 'card.verify'
  | 'card.save'
  | 'card.charge'
  | 'card.authorization'
  | 'card.refund'
  | 'card.reverse'
  | 'card.unreadable'
  | 'card.missing'
  | 'card.shred'
  | 'card.update'
  | 'card.enrol'
  | 'updates.read'
  | 'card.export'
  | 'card.import'
  | 'key.use'
  | 'key.change'
  | 'vault.start'
  | 'vault.stop'
  | 'caller.refused'
  | 'question.refused'
  | 'command'
  | 'audit.read'
  | 'audit.anchor'
  | 'audit.dropped'

/** `by`: the peer's certificate, `socket` for one on this host, `page`, the vault itself or a person. */
export type AuditLine = { do: AuditAct; by: string } & Record<string, unknown>

/** A use of a card: what it is for, by whom, and the reference of the message that it goes into. */
export type CardUse = { do: AuditAct; by: string; reference: string }

export type CardReading = { name: CardName; use: CardUse }

/**
 * The lines of uses of cards, as one row has them: what is said of several is said once, because each charge
 * pays for its bytes. Written out, for the same reason: ids, references and acts have no character that JSON
 * escapes (`vault-protocol.ts`), and `by` comes from `callerName`.
 */
export function cardUsesText(readings: readonly CardReading[]): string {
  const uses = new Map<string, string>()
  let [last, same]: [CardReading | undefined, string] = [undefined, '']
  for (const reading of readings) {
    const { name, use } = reading
    if (!last || !saysTheSame(last, reading))
      same = `{"do":"${use.do}","by":"${use.by}","company_id":"${name.company_id}","uses":[`
    last = reading
    const before = uses.get(same)
    const one = `["${name.card_id}","${use.reference}"]`
    uses.set(same, before === undefined ? one : `${before},${one}`)
  }
  return `[${[...uses].map(([same, all]) => `${same}${all}]}`).join(',')}]`
}

const saysTheSame = (one: CardReading, other: CardReading): boolean =>
  one.use.do === other.use.do && one.use.by === other.use.by && one.name.company_id === other.name.company_id

/** A peer's name as lines have it: nothing in it that JSON would escape. */
export const callerName = (name: string): string => name.replace(/[^\w .:@/-]/g, '?').slice(0, 100)

/** The card that a line is about, of whatever else is known of it: a page has what it pays, and more. */
export const cardIn = ({ company_id, card_id }: CardName): CardName => ({ company_id, card_id })
