import type { Config } from '../ground/config.ts'
import type { BankFileRow, WritableItem } from './bank-file.ts'
import type { Agreed, BankItemKind, Direction } from './bank-item.ts'
import type { RailProfile } from './rail-profile.ts'

/** What decides the order of items in their file. */
export type OrderedItem = {
  company_id: string
  kind: BankItemKind
  direction: Direction
  trace_number: string
  /** Whether the account is a company's own. */
  is_company: boolean
  agreed: Agreed
  file_due_on: string
}

/** How one kind of bank file is made. Queue, numbers, sending and reading once are the same for all. */
export type FileLayout = {
  filePrefix: string
  /** The names of its profiles, as `bank_files` has them. */
  profiles: Record<string, RailProfile>
  /**
   * What a file says of us, kept with it. Throws an OperatorError for a setting that no file could be written
   * with.
   */
  originatorOf(bank: Config['bank']): unknown
  /** Items go into a file by this key. */
  sortKeyOf(item: OrderedItem): string
  /** The file's bytes, the same every time. */
  write(file: BankFileRow, items: AsyncIterable<WritableItem>): AsyncGenerator<Buffer, void>
}
