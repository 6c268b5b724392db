/**
 * The fields of ISO 8583:1987 as a table, shared by both wire encodings.
 *
 * Formats: `n` digits, `a` letters, `an` letters and digits, `ans` any printable ASCII, `xn` a sign (C or D)
 * and digits, `z` track data (digits and `=`), `b` binary. Blanks are allowed in `a` and `an`, because fixed
 * fields are padded with them. In memory every value is a string; that of a `b` field is upper-case
 * hexadecimal, two digits a byte.
 */
export type Format = 'n' | 'a' | 'an' | 'ans' | 'xn' | 'z' | 'b'

/**
 * `fixed`: exactly `max` long. `LL` and `LLL`: up to `max`, with a length of two or three digits in front.
 */
export type LengthKind = 'fixed' | 'LL' | 'LLL'

/** `max` counts characters, and bytes where the format is `b`. */
export type FieldSpec = { number: number; name: string; format: Format; kind: LengthKind; max: number }

export type DialectName = 'ascii' | 'bcd'

/**
 * More than any message of ours takes (about 300 bytes), and little enough to hold for a peer that
 * misbehaves.
 */
export const MAX_MESSAGE_BYTES = 4096

type FieldRow = [number: number, name: string, format: Format, kind: LengthKind, max: number]

const rows: FieldRow[] = [
  [2, 'primary account number', 'n', 'LL', 19],
  [3, 'processing code', 'n', 'fixed', 6],
  [4, 'amount, transaction', 'n', 'fixed', 12],
  [5, 'amount, settlement', 'n', 'fixed', 12],
  [6, 'amount, cardholder billing', 'n', 'fixed', 12],
  [7, 'transmission date and time', 'n', 'fixed', 10],
  [8, 'amount, cardholder billing fee', 'n', 'fixed', 8],
  [9, 'conversion rate, settlement', 'n', 'fixed', 8],
  [10, 'conversion rate, cardholder billing', 'n', 'fixed', 8],
  [11, 'system trace audit number', 'n', 'fixed', 6],
  [12, 'time, local transaction', 'n', 'fixed', 6],
  [13, 'date, local transaction', 'n', 'fixed', 4],
  [14, 'date, expiration', 'n', 'fixed', 4],
  [15, 'date, settlement', 'n', 'fixed', 4],
  [16, 'date, conversion', 'n', 'fixed', 4],
  [17, 'date, capture', 'n', 'fixed', 4],
  [18, 'merchant type', 'n', 'fixed', 4],
  [19, 'acquiring institution country code', 'n', 'fixed', 3],
  [20, 'primary account number country code', 'n', 'fixed', 3],
  [21, 'forwarding institution country code', 'n', 'fixed', 3],
  [22, 'point of service entry mode', 'n', 'fixed', 3],
  [23, 'card sequence number', 'n', 'fixed', 3],
  [24, 'network international identifier', 'n', 'fixed', 3],
  [25, 'point of service condition code', 'n', 'fixed', 2],
  [26, 'point of service PIN capture code', 'n', 'fixed', 2],
  [27, 'authorization identification response length', 'n', 'fixed', 1],
  [28, 'amount, transaction fee', 'xn', 'fixed', 9],
  [29, 'amount, settlement fee', 'xn', 'fixed', 9],
  [30, 'amount, transaction processing fee', 'xn', 'fixed', 9],
  [31, 'amount, settlement processing fee', 'xn', 'fixed', 9],
  [32, 'acquiring institution identification code', 'n', 'LL', 11],
  [33, 'forwarding institution identification code', 'n', 'LL', 11],
  [34, 'primary account number, extended', 'ans', 'LL', 28],
  [35, 'track 2 data', 'z', 'LL', 37],
  [36, 'track 3 data', 'z', 'LLL', 104],
  [37, 'retrieval reference number', 'an', 'fixed', 12],
  [38, 'authorization identification response', 'an', 'fixed', 6],
  [39, 'response code', 'an', 'fixed', 2],
  [40, 'service restriction code', 'an', 'fixed', 3],
  [41, 'card acceptor terminal identification', 'ans', 'fixed', 8],
  [42, 'card acceptor identification code', 'ans', 'fixed', 15],
  [43, 'card acceptor name and location', 'ans', 'fixed', 40],
  [44, 'additional response data', 'ans', 'LL', 25],
  [45, 'track 1 data', 'ans', 'LL', 76],
  [46, 'additional data, ISO', 'ans', 'LLL', 999],
  [47, 'additional data, national', 'ans', 'LLL', 999],
  [48, 'additional data, private', 'ans', 'LLL', 999],
  [49, 'currency code, transaction', 'n', 'fixed', 3],
  [50, 'currency code, settlement', 'n', 'fixed', 3],
  [51, 'currency code, cardholder billing', 'n', 'fixed', 3],
  [52, 'personal identification number data', 'b', 'fixed', 8],
  [53, 'security related control information', 'n', 'fixed', 16],
  [54, 'additional amounts', 'an', 'LLL', 120],
  [55, 'integrated circuit card data', 'b', 'LLL', 255],
  [64, 'message authentication code', 'b', 'fixed', 8],
  [66, 'settlement code', 'n', 'fixed', 1],
  [67, 'extended payment code', 'n', 'fixed', 2],
  [68, 'receiving institution country code', 'n', 'fixed', 3],
  [69, 'settlement institution country code', 'n', 'fixed', 3],
  [70, 'network management information code', 'n', 'fixed', 3],
  [71, 'message number', 'n', 'fixed', 4],
  [72, 'message number, last', 'n', 'fixed', 4],
  [73, 'date, action', 'n', 'fixed', 6],
  [90, 'original data elements', 'n', 'fixed', 42],
  [91, 'file update code', 'an', 'fixed', 1],
  [92, 'file security code', 'an', 'fixed', 2],
  [93, 'response indicator', 'an', 'fixed', 5],
  [94, 'service indicator', 'an', 'fixed', 7],
  [95, 'replacement amounts', 'an', 'fixed', 42],
  [96, 'message security code', 'b', 'fixed', 8],
  [97, 'amount, net settlement', 'xn', 'fixed', 17],
  [98, 'payee', 'ans', 'fixed', 25],
  [99, 'settlement institution identification code', 'n', 'LL', 11],
  [100, 'receiving institution identification code', 'n', 'LL', 11],
  [101, 'file name', 'ans', 'LL', 17],
  [102, 'account identification 1', 'ans', 'LL', 28],
  [103, 'account identification 2', 'ans', 'LL', 28],
  [104, 'transaction description', 'ans', 'LLL', 100],
  [128, 'message authentication code, secondary', 'b', 'fixed', 8],
]

/**
 * A run of fields of one shape: the reconciliation counts and amounts, and those reserved for national and
 * private use.
 */
const run = (
  from: number,
  to: number,
  name: string,
  format: Format,
  kind: LengthKind,
  max: number,
): FieldRow[] => Array.from({ length: to - from + 1 }, (_, i) => [from + i, name, format, kind, max])

const all: FieldRow[] = [
  ...rows,
  ...run(56, 63, 'reserved', 'ans', 'LLL', 999),
  ...run(74, 81, 'reconciliation count', 'n', 'fixed', 10),
  ...run(82, 85, 'reconciliation fee amount', 'n', 'fixed', 12),
  ...run(86, 89, 'reconciliation amount', 'n', 'fixed', 16),
  ...run(105, 127, 'reserved', 'ans', 'LLL', 999),
]

/**
 * The table by field number. Empty at 1 (the secondary bitmap is no field of its own here) and at 65 (a
 * tertiary bitmap, which ISO 8583:1987 reserves): a message that has one is refused.
 */
export const fieldTable: readonly (FieldSpec | undefined)[] = (() => {
  const table: (FieldSpec | undefined)[] = Array.from({ length: 129 }, () => undefined)
  for (const [number, name, format, kind, max] of all) table[number] = { number, name, format, kind, max }
  return table
})()
