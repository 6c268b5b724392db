import type { Config } from '../ground/config.ts'

/**
 * How files go to the bank and come from it. Handing one over is two steps: `stage` brings a whole copy
 * beside its destination under a hidden name of its own, `release` renames it. So a file is there whole or
 * not at all, and a copy that is gone has left.
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

/** How one bank's files are exchanged: by the folder, or by the server where there is one. */
export type ExchangeSettings = Pick<
  Config['bank'],
  'folder' | 'sftpUrl' | 'sftpFolders' | 'sftpKeyFile' | 'sftpPassword' | 'sftpHostKey'
>

export const stagedName = (name: string, claim: string): string => `.${name}.${claim}.part`

/** The file that a hidden name is a staged copy of. */
export const nameOfStaged = (file: string): string | undefined => /^\.(.+)\.[\w-]+\.part$/.exec(file)?.[1]

export const isStagedCopy = (file: string, name: string): boolean => nameOfStaged(file) === name
