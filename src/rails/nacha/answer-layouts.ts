import type { RecordLayout } from './record-layout.ts'

/**
 * The records of what banks send, with what of them bears a meaning for us. Beyond `record-layouts.ts`, which
 * is what we write: fields that tell nobody anything may be blank or in another form, codes may be in lower
 * case, and batches may be of classes that we do not send (IAT has its own records; what we read of them
 * stands at the same positions). moov-io/ach reads as much.
 */

/** Behind blanks or zeros, or blank for none. */
const NUMBER = /^ *\d*$/

/**
 * 1. Priority, destination, record size and blocking say nothing that the records do not; the format is
 *   always 1.
 */
export const fileHeader = [
  '1',
  ['priority', 2, 'text'],
  // Some banks put the nine digits at the left.
  ['immediateDestination', 10, 'required'],
  ['immediateOrigin', 10, 'required'],
  ['createdOn', 6, 'day'],
  ['createdAt', 4, /^(\d{4}| {4})$/],
  // Blank in the files of some banks (FISERV's, on days without a return).
  ['modifier', 1, /^[A-Za-z0-9 ]$/],
  ['recordSize', 3, /^(094| {3})$/],
  ['blocking', 2, /^[\d ]{2}$/],
  ['format', 1, /^[1 ]$/],
  ['destinationName', 23, 'text'],
  ['originName', 23, 'text'],
  ['reference', 8, 'text'],
] as const satisfies RecordLayout

/** 5. */
export const batchHeader = [
  '5',
  ['serviceClass', 3, /^(200|220|225)$/],
  ['companyName', 16, 'text'],
  ['companyData', 20, 'text'],
  ['companyId', 10, 'required'],
  ['secCode', 3, /^[A-Za-z]{3}$/],
  ['description', 10, 'text'],
  ['descriptiveDate', 6, 'text'],
  ['effectiveOn', 6, 'text'],
  ['settlementDay', 3, 'text'],
  ['originatorStatus', 1, 'text'],
  ['odfi', 8, /^\d{8}$/],
  ['batch', 7, NUMBER],
] as const satisfies RecordLayout

/** 6. Of checking, savings, general ledger or a loan; the second digit says the direction. */
export const entryDetail = [
  '6',
  ['transactionCode', 2, /^[2-5][1-9]$/],
  ['routing', 9, /^\d{9}$/],
  ['account', 17, 'text'],
  ['amount', 10, NUMBER],
  ['individualId', 15, 'text'],
  ['name', 22, 'text'],
  ['discretionary', 2, 'text'],
  ['addenda', 1, /^[01]$/],
  ['trace', 15, NUMBER],
] as const satisfies RecordLayout

/** 7 of any type. */
export const addenda = ['7', ['type', 2, /^\d{2}$/], ['rest', 91, 'text']] as const satisfies RecordLayout

/** 7 with type 98. A refused notice (C61 to C69) has its trace in the corrected data. */
export const addenda98 = [
  '798',
  ['code', 3, /^[Cc]\d\d$/],
  ['originalTrace', 15, NUMBER],
  ['reserved', 6, 'text'],
  ['originalDfi', 8, 'text'],
  ['corrected', 29, 'text'],
  ['sequence', 15, 'text'],
  ['trace', 15, 'text'],
] as const satisfies RecordLayout

/** 7 with type 99, a return and what banks say of one: the first positions are the same. */
export const addenda99 = [
  '799',
  ['code', 3, /^[Rr]\d\d$/],
  ['originalTrace', 15, NUMBER],
  ['day', 6, 'text'],
  ['originalDfi', 8, 'text'],
  ['information', 44, 'text'],
  ['trace', 15, 'text'],
] as const satisfies RecordLayout

/** 8. */
export const batchControl = [
  '8',
  ['serviceClass', 3, /^\d{3}$/],
  ['count', 6, NUMBER],
  ['hash', 10, NUMBER],
  ['debits', 12, NUMBER],
  ['credits', 12, NUMBER],
  ['companyId', 10, 'text'],
  ['mac', 19, 'text'],
  ['reserved', 6, 'text'],
  ['odfi', 8, 'text'],
  ['batch', 7, NUMBER],
] as const satisfies RecordLayout

/** 9. */
export const fileControl = [
  '9',
  ['batches', 6, NUMBER],
  ['blocks', 6, 'text'],
  ['count', 8, NUMBER],
  ['hash', 10, NUMBER],
  ['debits', 12, NUMBER],
  ['credits', 12, NUMBER],
  ['reserved', 39, 'text'],
] as const satisfies RecordLayout
