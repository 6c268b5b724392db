import { createHash } from 'node:crypto'
import type { AccountUpdate } from '../card-network.ts'
import { isNewNumber } from './is-new-number.ts'
import {
  detailLayout,
  headerLayout,
  LAYOUT_VERSION,
  parseRecord,
  printRecord,
  RECORD_BYTES,
  recordType,
  trailerLayout,
  UpdateFileError,
} from './update-layout.ts'

export type UpdateHeader = { networkId: string; acquirerId: string; sequence: number; createdAt: Date }
/** `update` reads the record of this number, from 1, which was checked before. */
export type UpdateFile = { header: UpdateHeader; records: number; update(record: number): AccountUpdate }

/** Of a record, by field. */
type Values = Record<string, string>

const LF = 0x0a
const wholeRecords = 'must be records of 100 characters, each ended by one LF'

const kindOf = { new_number: 'A', new_expiry: 'E', closed: 'C' } as const

/** The name of a file that is whole. */
export const updateFileName = (sequence: number): string =>
  `account-updates-${String(sequence).padStart(9, '0')}.txt`
export const isUpdateFileName = (name: string): boolean => /^account-updates-[0-9]{1,12}\.txt$/.test(name)

/** The header alone, which has no card number. Throws `UpdateFileError`. */
export function readUpdateHeader(bytes: Buffer): UpdateHeader {
  const value: Values = parseRecord(recordAt(bytes, 1), headerLayout, 1)
  const sequence = Number(value['file sequence'])
  if (sequence === 0) throw new UpdateFileError(1, 'file sequence', 'must be 1 or more')
  const at = value['created at'] ?? ''
  const createdAt = new Date(at.replace(/^(....)(..)(..)(..)(..)(..)(...)$/, '$1-$2-$3T$4:$5:$6.$7Z'))
  if (Number.isNaN(createdAt.getTime()))
    throw new UpdateFileError(1, 'created at', 'must be an instant as YYYYMMDDhhmmssSSS')
  return { networkId: value['network id'] ?? '', acquirerId: value['acquirer id'] ?? '', sequence, createdAt }
}

/**
 * Reads a whole file, every record of it, before any of it is used. Throws `UpdateFileError`, which names
 * line, field and rule and never what was found there. The caller wipes the bytes.
 */
export function readUpdateFile(bytes: Buffer): UpdateFile {
  const lines = Math.ceil(bytes.length / RECORD_BYTES)
  if (lines < 2 || bytes.length % RECORD_BYTES !== 0) throw new UpdateFileError(lines, 'record', wholeRecords)
  const header = readUpdateHeader(bytes)
  const records = lines - 2
  for (let record = 1; record <= records; record++) readDetail(bytes, record)
  const trailer: Values = parseRecord(recordAt(bytes, lines), trailerLayout, lines)
  if (Number(trailer['file sequence']) !== header.sequence)
    throw new UpdateFileError(lines, 'file sequence', 'must be that of the header')
  if (Number(trailer['number of details']) !== records)
    throw new UpdateFileError(lines, 'number of details', 'must be how many there are')
  if (trailer.check !== checkOf(bytes.subarray(0, -RECORD_BYTES)))
    throw new UpdateFileError(lines, 'check', 'must be the SHA-256 of all records before it')
  return { header, records, update: (record) => readDetail(bytes, record) }
}

const checkOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A record without its end, by its line, from 1. */
function recordAt(bytes: Buffer, line: number): string {
  const end = line * RECORD_BYTES - 1
  if (bytes[end] !== LF) throw new UpdateFileError(line, 'record', wholeRecords)
  return bytes.toString('latin1', end - RECORD_BYTES + 1, end)
}

function readDetail(bytes: Buffer, record: number): AccountUpdate {
  const line = record + 1
  const value: Values = parseRecord(recordAt(bytes, line), detailLayout, line)
  const refuse = (field: string, rule: string) => new UpdateFileError(line, field, rule)
  if (Number(value['record number']) !== record)
    throw refuse('record number', 'must go up by one, from 1, without gaps')
  const { number = '', 'new number': newNumber = '', 'new expiry': expiry = '' } = value
  if (number === '') throw refuse('number', 'must be 12 to 19 digits, then spaces')
  if ((newNumber === '') !== (value.kind !== kindOf.new_number))
    throw refuse('new number', 'must be there with A, and spaces with E and C')
  if ((expiry === '') !== (value.kind === kindOf.closed))
    throw refuse('new expiry', 'must be there with A and E, and spaces with C')
  if (value.kind === kindOf.closed) return { reason: 'closed', number }
  const expires = { expiryMonth: Number(expiry.slice(2)), expiryYear: 2000 + Number(expiry.slice(0, 2)) }
  if (value.kind === kindOf.new_expiry) return { reason: 'new_expiry', number, ...expires }
  if (!isNewNumber(newNumber, number))
    throw refuse('new number', 'must be another number, of a brand that is taken, with its check digit')
  return { reason: 'new_number', number, newNumber, ...expires }
}

/** The file of these updates, as the network makes it. The caller wipes the bytes. */
export function printUpdateFile(header: UpdateHeader, updates: readonly AccountUpdate[]): Buffer {
  const sequence = String(header.sequence)
  const head = {
    'record type': recordType.header,
    'layout version': LAYOUT_VERSION,
    'network id': header.networkId,
    'acquirer id': header.acquirerId,
    'file sequence': sequence,
    'created at': header.createdAt.toISOString().replaceAll(/\D/g, ''),
  }
  let text = printRecord(head, headerLayout, 1)
  for (const [at, update] of updates.entries()) {
    const values = {
      'record type': recordType.detail,
      'record number': String(at + 1),
      kind: kindOf[update.reason],
      number: update.number,
      'new number': update.reason === 'new_number' ? update.newNumber : '',
      'new expiry': expiryOf(update),
    }
    text += printRecord(values, detailLayout, at + 2)
  }
  const bytes = Buffer.from(text, 'latin1')
  const last = {
    'record type': recordType.trailer,
    'file sequence': sequence,
    'number of details': String(updates.length),
    check: checkOf(bytes),
  }
  const trailer = printRecord(last, trailerLayout, updates.length + 2)
  const whole = Buffer.concat([bytes, Buffer.from(trailer, 'latin1')])
  bytes.fill(0)
  return whole
}

const two = (value: number): string => String(value % 100).padStart(2, '0')
const expiryOf = (update: AccountUpdate): string =>
  update.reason === 'closed' ? '' : two(update.expiryYear) + two(update.expiryMonth)
