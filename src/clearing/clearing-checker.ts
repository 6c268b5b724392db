import type { Currency } from '../ground/money.ts'
import {
  type ClearingHeader,
  type CurrencyTotal,
  inFileOrder,
  parseHeader,
  parseTotal,
  parseTrailer,
} from './clearing-envelope.ts'
import { ClearingFileError } from './clearing-layout.ts'
import { type ClearingRecord, parseDetail, recordType } from './clearing-record.ts'

/**
 * `paidToUs` is the sum of positive amounts, `takenFromUs` of negative ones without their sign, in minor
 * units.
 */
export type ClearingTotals = {
  records: number
  totals: { currency: Currency; paidToUs: bigint; takenFromUs: bigint }[]
}

/** Takes the records of a file in order and says what each is, once it is known to stand in its place. */
export function fileChecker() {
  const sums = summing()
  const declared: CurrencyTotal[] = []
  let header: ClearingHeader | undefined
  let ended = false
  let line = 0
  let details = 0

  function detail(record: string): ClearingRecord {
    const parsed = parseDetail(record, line)
    if (declared.length > 0) throw new ClearingFileError(line, 'record type', 'must not come after a total')
    if (parsed.line !== ++details)
      throw new ClearingFileError(line, 'record number', 'must go up by one from 1')
    sums.add(parsed)
    return parsed
  }

  function total(record: string): void {
    const parsed = parseTotal(record, line)
    const expected = inFileOrder(sums.totals.values())[declared.length]
    const fails = (field: string) => {
      throw new ClearingFileError(line, field, 'is not that of the details')
    }
    if (parsed.currency !== expected?.currency) fails('currency')
    if (parsed.records !== expected!.records) fails('number of details')
    if (parsed.paidToUs !== expected!.paidToUs) fails('paid to us')
    if (parsed.takenFromUs !== expected!.takenFromUs) fails('taken from us')
    declared.push(parsed)
  }

  function trailer(record: string): void {
    const parsed = parseTrailer(record, line)
    const fails = (field: string, rule: string) => {
      throw new ClearingFileError(line, field, rule)
    }
    if (parsed.sequence !== header!.sequence) fails('file sequence', 'is not that of the header')
    if (parsed.records !== details) fails('number of details', 'is not that of the file')
    if (parsed.totals !== declared.length || declared.length !== sums.totals.size)
      fails('number of totals', 'is not the number of currencies')
    ended = true
  }

  return {
    next(record: string): { header?: ClearingHeader; detail?: ClearingRecord } {
      line++
      if (ended) throw new ClearingFileError(line, 'record type', 'must not come after the trailer')
      if (!header) {
        header = parseHeader(record, line)
        return { header }
      }
      if (record.startsWith(recordType.detail)) return { detail: detail(record) }
      if (record.startsWith(recordType.total)) total(record)
      else if (record.startsWith(recordType.trailer)) trailer(record)
      else throw new ClearingFileError(line, 'record type', 'must be 5, 8 or 9')
      return {}
    },
    end(): { header: ClearingHeader } & ClearingTotals {
      if (!header || !ended) throw new ClearingFileError(line + 1, 'record type', 'a record is missing')
      const totals = declared.map(({ currency, paidToUs, takenFromUs }) => ({
        currency,
        paidToUs,
        takenFromUs,
      }))
      return { header, records: details, totals }
    },
  }
}

/** Adds up details by currency. */
export function summing() {
  const totals = new Map<Currency, CurrencyTotal>()
  return {
    totals,
    add({ currency, amount }: ClearingRecord): void {
      let total = totals.get(currency)
      if (!total) {
        total = { currency, records: 0, paidToUs: 0n, takenFromUs: 0n }
        totals.set(currency, total)
      }
      total.records++
      if (amount > 0n) total.paidToUs += amount
      else total.takenFromUs -= amount
    },
  }
}
