import type { Config } from '../config.ts'
import { openBankFolder } from './bank-folder.ts'
import { openBankSftp } from './bank-sftp.ts'

/**
 * How files go to the bank and come from it. Handing one over is two steps: `stage` brings a whole copy beside its destination under
 * a hidden name of its own, `release` renames it. So a file is there whole or not at all, and a copy that is gone has left.
 */
export type BankTransport = {
  /** Durable once it resolves. `claim` tells copies of the same file apart. */
  stage(name: string, claim: string, chunks: AsyncIterable<Buffer>): Promise<void>
  /** Gives the bank the staged copy. False where it is no longer there: it was given before. */
  release(name: string, claim: string): Promise<boolean>
  /** Removes copies of a file that were staged and not released. */
  discard(name: string): Promise<void>
  /** Names of files of which copies are staged. */
  staged(): Promise<string[]>
  /** Brings the bank's files into the local folder `incoming/`. */
  pull(): Promise<void>
}

/** The transport that the settings name. Throws an OperatorError where they are not complete. */
export const openBankTransport = (bank: Config['bank']): BankTransport =>
  bank.sftpUrl === undefined ? openBankFolder(bank.folder) : openBankSftp(bank)

export const stagedName = (name: string, claim: string): string => `.${name}.${claim}.part`

/** The file that a hidden name is a staged copy of. */
export const nameOfStaged = (file: string): string | undefined => /^\.(.+)\.[\w-]+\.part$/.exec(file)?.[1]

export const isStagedCopy = (file: string, name: string): boolean => nameOfStaged(file) === name
