import type { RecordLayout } from './record-layout.ts'

/**
 * The records of a file, field by field as in the Nacha Operating Rules, Appendix Three, "ACH Record Format
 * Specifications"; positions as moov-io/ach's "File structure" and banks' guides (North Carolina's "NACHA
 * File Format Specifications", Wells Fargo's) give them.
 */

/** `bTTTTAAAAC`: a blank and a routing number, or ten characters that the bank has given out. */
const PARTY = /^[ 0-9A-Z][0-9A-Z]{9}$/
const RETURN_CODE = /^R\d\d$/
const CHANGE_CODE = /^C\d\d$/
const TRACE = /^\d{15}$/
/** The first eight digits of a routing number. */
const DFI = /^\d{8}$/

/** 1, the file header: one to a file. */
export const fileHeader = [
  '101',
  ['immediateDestination', 10, PARTY],
  ['immediateOrigin', 10, PARTY],
  ['createdOn', 6, 'day'],
  ['createdAt', 4, /^(([01]\d|2[0-3])[0-5]\d| {4})$/],
  // Tells apart the files of one day.
  ['modifier', 1, /^[A-Z0-9]$/],
  // Record size, blocking factor and format code.
  '094101',
  ['destinationName', 23, 'text'],
  ['originName', 23, 'text'],
  ['reference', 8, 'text'],
] as const satisfies RecordLayout

/** 5, the company/batch header: who moves what on which day. */
export const batchHeader = [
  '5',
  // 200 mixed, 220 credits, 225 debits.
  ['serviceClass', 3, /^(200|220|225)$/],
  ['companyName', 16, 'required'],
  ['companyData', 20, 'text'],
  ['companyId', 10, 'required'],
  ['secCode', 3, /^[A-Z]{3}$/],
  ['description', 10, 'required'],
  ['descriptiveDate', 6, 'text'],
  ['effectiveOn', 6, 'any day'],
  // Day of the year, which the ACH operator fills in.
  ['settlementDay', 3, /^(\d{3}| {3})$/],
  ['originatorStatus', 1, /^\d$/],
  ['odfi', 8, DFI],
  ['batch', 7, 'digits'],
] as const satisfies RecordLayout

/** 6, the entry detail of PPD, CCD and WEB, and of COR: one movement of money. */
export const entryDetail = [
  '6',
  ['transactionCode', 2, /^\d\d$/],
  ['routing', 9, /^\d{9}$/],
  ['account', 17, 'required'],
  ['amount', 10, 'digits'],
  ['individualId', 15, 'text'],
  ['name', 22, 'required'],
  // Of WEB the payment type: S single, R recurring.
  ['discretionary', 2, 'text'],
  ['addenda', 1, /^[01]$/],
  ['trace', 15, TRACE],
] as const satisfies RecordLayout

/** 7 with type 05: a line of text about a payment. */
export const addenda05 = [
  '705',
  ['text', 80, 'text'],
  ['sequence', 4, 'digits'],
  ['entry', 7, 'digits'],
] as const satisfies RecordLayout

/** 7 with type 98: a notification of change (Appendix Five). */
export const addenda98 = [
  '798',
  ['code', 3, CHANGE_CODE],
  ['originalTrace', 15, TRACE],
  6,
  ['originalDfi', 8, DFI],
  ['corrected', 29, 'required'],
  15,
  ['trace', 15, TRACE],
] as const satisfies RecordLayout

/** 7 with type 99: a return (Appendix Four). */
export const addenda99 = [
  '799',
  ['code', 3, RETURN_CODE],
  ['originalTrace', 15, TRACE],
  ['dateOfDeath', 6, 'any day'],
  ['originalDfi', 8, DFI],
  ['information', 44, 'text'],
  ['trace', 15, TRACE],
] as const satisfies RecordLayout

/** 8, the company/batch control. */
export const batchControl = [
  '8',
  ['serviceClass', 3, /^\d{3}$/],
  ['count', 6, 'digits'],
  ['hash', 10, 'digits'],
  ['debits', 12, 'digits'],
  ['credits', 12, 'digits'],
  ['companyId', 10, 'required'],
  // Message authentication code, of no use any more.
  ['mac', 19, 'text'],
  6,
  ['odfi', 8, DFI],
  ['batch', 7, 'digits'],
] as const satisfies RecordLayout

/** 9, the file control. */
export const fileControl = [
  '9',
  ['batches', 6, 'digits'],
  ['blocks', 6, 'digits'],
  ['count', 8, 'digits'],
  ['hash', 10, 'digits'],
  ['debits', 12, 'digits'],
  ['credits', 12, 'digits'],
  39,
] as const satisfies RecordLayout
