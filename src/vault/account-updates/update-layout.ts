/** The records of a file of account updates: docs/account-updates.md has the same tables. */
import {
  digits,
  type Field,
  FixedFieldsError,
  filler,
  fixedFields,
  oneOf,
  padded,
  text,
} from '../../ground/fixed-fields.ts'

/** With its end, one LF. */
export const RECORD_BYTES = 101

export const recordType = { header: '1', detail: '5', trailer: '9' } as const
export const LAYOUT_VERSION = '001'

export class UpdateFileError extends FixedFieldsError {
  override name = 'UpdateFileError'
}

const number = (name: string): Field => ({
  name,
  length: 19,
  matches: /^(?:\d{12,19} *| {19})$/,
  rule: 'must be 12 to 19 digits, then spaces',
  pad: padded(19),
})

export const headerLayout = [
  oneOf('record type', [recordType.header]),
  oneOf('layout version', [LAYOUT_VERSION]),
  text('network id', 12),
  { ...text('acquirer id', 11), matches: /^\d+ *$/, rule: 'must be 1 to 11 digits, then spaces' },
  digits('file sequence', 9),
  digits('created at', 17),
  filler(47),
] satisfies Field[]

export const detailLayout = [
  oneOf('record type', [recordType.detail]),
  digits('record number', 9),
  oneOf('kind', ['A', 'E', 'C']),
  number('number'),
  number('new number'),
  {
    name: 'new expiry',
    length: 4,
    matches: /^(?:\d\d(?:0[1-9]|1[0-2])| {4})$/,
    rule: 'must be YYMM or spaces',
    pad: padded(4),
  },
  filler(47),
] satisfies Field[]

export const trailerLayout = [
  oneOf('record type', [recordType.trailer]),
  digits('file sequence', 9),
  digits('number of details', 9),
  { ...digits('check', 64), matches: /^[0-9a-f]{64}$/, rule: 'must be 64 hexadecimal digits' },
  filler(17),
] satisfies Field[]

export const { parse: parseRecord, print: printRecord } = fixedFields(UpdateFileError)
