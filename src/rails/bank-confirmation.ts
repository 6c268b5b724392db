import { BankFileError } from './bank-file-error.ts'

/**
 * What our simulated bank says of a file that it got, in lines of text: banks have no common format for this
 * (some send a report, some a fixed layout of their own, many nothing), so a bank's own is read by one more
 * function like `parseConfirmation`.
 *
 *     ACK|JETPAYDEMO|0007|accepted|12|0000123456|0000000000    items, value of debits, value of credits
 *     ACK|JETPAYDEMO|0007|rejected|why
 *     SET|JETPAYDEMO|0007|2026-11-23                           settled: what is due until then and not back
 *     END|1                                                    the number of lines before it
 */
export type BankConfirmation = { originatorId: string; fileNumber: number } & (
  | { kind: 'accepted'; items: number; debits: bigint; credits: bigint }
  | { kind: 'rejected'; reason: string }
  | { kind: 'settled'; dueUntil: string }
)

const amount = (value: bigint) => value.toString().padStart(10, '0')

export function formatConfirmation(confirmation: BankConfirmation): string {
  const { originatorId, fileNumber } = confirmation
  const file = `${originatorId}|${String(fileNumber).padStart(4, '0')}`
  const lines = {
    accepted: (of: BankConfirmation & { kind: 'accepted' }) =>
      `ACK|${file}|accepted|${of.items}|${amount(of.debits)}|${amount(of.credits)}`,
    rejected: (of: BankConfirmation & { kind: 'rejected' }) =>
      `ACK|${file}|rejected|${of.reason.replaceAll(/[|\r\n]/g, ' ').slice(0, 200)}`,
    settled: (of: BankConfirmation & { kind: 'settled' }) => `SET|${file}|${of.dueUntil}`,
  }
  return `${lines[confirmation.kind](confirmation as never)}\r\nEND|1\r\n`
}

/** Throws a BankFileError for anything else than one whole confirmation. */
export function parseConfirmation(text: string): BankConfirmation {
  const [line = '', end, ...rest] = text.replace(/\r?\n$/, '').split(/\r?\n/)
  if (end !== 'END|1' || rest.length > 0)
    throw new BankFileError('a confirmation must be one line and its end', { record: 2 })
  const [, word, originatorId, number, said] = /^(ACK|SET)\|([^|]{1,10})\|(\d{4})\|([ -~]+)$/.exec(line) ?? []
  if (!word || !originatorId || !number || !said)
    throw new BankFileError('must be ACK or SET, originator, file and what is said', { record: 1 })
  const file = { originatorId, fileNumber: Number(number) }
  const accepted = /^accepted\|(\d{1,8})\|(\d{10,14})\|(\d{10,14})$/.exec(said)
  const rejected = /^rejected\|([^|]+)$/.exec(said)
  if (word === 'SET' && /^\d{4}-\d{2}-\d{2}$/.test(said)) return { ...file, kind: 'settled', dueUntil: said }
  if (word === 'ACK' && accepted) {
    const [, items, debits, credits] = accepted
    return {
      ...file,
      kind: 'accepted',
      items: Number(items),
      debits: BigInt(debits!),
      credits: BigInt(credits!),
    }
  }
  if (word === 'ACK' && rejected) return { ...file, kind: 'rejected', reason: rejected[1]! }
  throw new BankFileError('must say accepted, rejected or a day', { record: 1 })
}
