import type { AccountUpdate } from '../card-network.ts'
import type { Fields, Message } from './codec.ts'
import { expiryField } from './field-values.ts'

/** Field 91, the file update code: what is to be done with the record of the account. */
export const fileUpdate = { add: '1', change: '2', delete: '3' } as const

/** Field 101: which file of the network's it is about. */
export const ACCOUNTS_FILE = 'ACCOUNTS'

/**
 * What the answer to a charge of this number says of the account: field 91 that there is something, field 103
 * (account identification 2) another number, field 14 its date. ISO 8583 has these fields for file updates
 * (0302, 0322); networks that tell of an account as they decline use private ones of their own, which are
 * their dialect's matter. Null where there is none, or one that no card can go on with.
 */
export function accountUpdateOf(number: string, { fields }: Message): AccountUpdate | null {
  if (fields[91] === undefined) return null
  if (fields[91] === fileUpdate.delete) return { reason: 'closed', number }
  const date = /^(\d\d)(0[1-9]|1[0-2])$/.exec(fields[14] ?? '')
  if (fields[91] !== fileUpdate.change || !date) return null
  const expires = { expiryYear: 2000 + Number(date[1]), expiryMonth: Number(date[2]) }
  const newNumber = fields[103]?.trimEnd()
  if (newNumber === undefined) return { reason: 'new_expiry', number, ...expires }
  return /^\d{12,19}$/.test(newNumber) ? { reason: 'new_number', number, newNumber, ...expires } : null
}

/** The fields of an answer that say so. */
export function accountUpdateFields(update: AccountUpdate): Fields {
  if (update.reason === 'closed') return { 91: fileUpdate.delete }
  const fields: Fields = { 14: expiryField(update), 91: fileUpdate.change }
  if (update.reason === 'new_number') fields[103] = update.newNumber
  return fields
}
