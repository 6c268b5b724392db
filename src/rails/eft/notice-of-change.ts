import { BankFileError } from '../bank-file-error.ts'
import { bankLines } from '../bank-lines.ts'
import { alphanumeric, cut, type Field, numeric, readBlank, readDigits, readText } from '../fixed-fields.ts'
import { joinRecords } from '../records.ts'
import { accountNumber, institution, readAccount } from './canadian-account.ts'
import type { CanadianAccount, EftHeader } from './eft-item.ts'
import { checkControl, lineRules, readHeaderRecord } from './read-cpa-1464.ts'
import { CONTROL_LENGTH, control, headerRecord, RECORD_LENGTH } from './write-cpa-1464.ts'

/**
 * An account that we sent an item to has moved: the item was booked at its new number, and later ones must go
 * there. The standard's record types are U (header), S (notice) and V (trailer). We had no copy of its layout
 * of S, so its positions are ours: compare them with your bank's guide before you go live (docs/eft.md).
 */
export type NoticeOfChange = {
  crossReference: string
  old: CanadianAccount
  new: CanadianAccount
  name: string
}

const fields = {
  oldInstitution: [25, 9],
  oldAccount: [34, 12],
  newInstitution: [46, 9],
  newAccount: [55, 12],
  name: [67, 30],
  crossReference: [97, 19],
} as const satisfies Record<string, Field>
const S_LENGTH = 115
const COUNT: Field = [25, 8]

export const writeNotices = (header: EftHeader, notices: Iterable<NoticeOfChange>, lineEnd: string) =>
  joinRecords(records(header, notices), lineEnd)

async function* records(header: EftHeader, notices: Iterable<NoticeOfChange>) {
  yield headerRecord('U', header)
  let record = 1
  for (const notice of notices) {
    record++
    const at = (field: string) => ({ record, field })
    yield [
      control('S', record, header),
      institution(notice.old, at('old institution')),
      accountNumber(notice.old, at('old account')),
      institution(notice.new, at('new institution')),
      accountNumber(notice.new, at('new account')),
      alphanumeric(notice.name, 30, at('name')),
      alphanumeric(notice.crossReference, 19, at('cross reference')),
    ]
      .join('')
      .padEnd(RECORD_LENGTH)
  }
  const count = numeric(record - 1, 8, { record: record + 1, field: 'number of notices' })
  yield (control('V', record + 1, header) + count).padEnd(RECORD_LENGTH)
}

export type NoticePart =
  | { kind: 'header'; header: EftHeader }
  | { kind: 'notice'; notice: NoticeOfChange; record: number }

/** Reads a file of notices strictly. Use nothing of one that throws. */
export async function* readNotices(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<NoticePart, void> {
  let header: EftHeader | undefined
  let record = 0
  let ended = false
  for await (const { text } of bankLines(chunks, lineRules)) {
    record++
    if (ended) throw new BankFileError('must not follow the trailer', { record })
    const at = (field: string) => ({ record, field })
    if (header === undefined) {
      header = readHeaderRecord('U', text)
      yield { kind: 'header', header }
      continue
    }
    checkControl(text, record, header)
    if (text[0] === 'S') {
      readBlank(text.slice(S_LENGTH), at('filler'))
      yield { kind: 'notice', notice: readNotice(text, at), record }
    } else if (text[0] === 'V') {
      if (Number(readDigits(cut(text, COUNT), at('number of notices'))) !== record - 2)
        throw new BankFileError('is not the number of notices', at('number of notices'))
      readBlank(text.slice(CONTROL_LENGTH + 8), at('filler'))
      ended = true
    } else throw new BankFileError('must be U, S or V', at('record type'))
  }
  if (!ended) throw new BankFileError('must be the trailer (V)', { record: record + 1, field: 'record type' })
}

function readNotice(text: string, at: (field: string) => { record: number; field: string }): NoticeOfChange {
  const account = (which: 'old' | 'new') =>
    readAccount(cut(text, fields[`${which}Institution`]), cut(text, fields[`${which}Account`]), {
      route: at(`${which} institution`),
      number: at(`${which} account`),
    })
  return {
    old: account('old'),
    new: account('new'),
    name: readText(cut(text, fields.name)),
    crossReference: readText(cut(text, fields.crossReference)),
  }
}
