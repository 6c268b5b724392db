import { join } from 'node:path'
import type { RailName } from './bank-accounts.ts'
import { openJournal } from './journal.ts'

export type BankItemState = 'settled' | 'returned' | 'returned_late'

/**
 * One item as the bank knows it. Amounts are minor units; of the account there are the last four digits. Ten
 * digits an item and ten thousand items a file: a number holds sums exactly.
 */
export type BankBookItem = {
  reference: string
  file: number
  type: 'C' | 'D'
  amount: number
  currency: string
  due: string
  last4: string
  /** Of NACHA alone: class and payment type, `WEB S` or `CCD`. */
  entry_class?: string
  /** When the bank took its file; entries of older journals do not say. */
  at?: string
  state: BankItemState
  return_code: string | null
}

export type BankBookFile = {
  /** Entries from before ACH have no rail: they are EFT. */
  rail?: RailName
  file: number
  sha256: string
  outcome: 'accepted' | 'rejected'
  reason: string | null
  currency: string
  items: number
  debits: number
  credits: number
  at: string
  /** The bank's own numbers of the files that it answers with, and the last number that it has given out. */
  answers: { returned?: number; returned_late?: number; moved?: number }
  lastAnswer: number
}

/**
 * Our account at the bank, one per currency. `balance` is what is on it: deposits and debits in, credits out,
 * returns undone.
 */
export type BankAccountBook = {
  balance: number
  deposits: number
  debits: number
  credits: number
  returned_debits: number
  returned_credits: number
}

type BankEvent =
  | { event: 'deposit'; reference: string; currency: string; amount: number; at: string }
  // A file and its items are one line of the journal, so that a file is booked whole or not at all.
  | { event: 'file'; file: BankBookFile; items: BankBookItem[] }
  | { event: 'duplicate'; file: number; at: string }

/** Items that are kept to be looked at; sums go on beyond it. */
const ITEMS_MAX = 200_000
/** Files whose numbers and contents are remembered: numbers begin again after 9999. */
const FILES_MAX = 9_998

/** Opens the bank's own books, a journal in `folder`. Nothing may be answered before `flush`. */
export function openBankBooks(folder: string) {
  const accounts = new Map<string, BankAccountBook>()
  const references = new Set<string>()
  const files: BankBookFile[] = []
  const items: BankBookItem[] = []
  let duplicates = 0
  let lastAnswer = 0
  const journal = openJournal<BankEvent>(join(folder, 'bank.jsonl'), apply)

  function accountOf(currency: string): BankAccountBook {
    let account = accounts.get(currency)
    if (!account) {
      account = { balance: 0, deposits: 0, debits: 0, credits: 0, returned_debits: 0, returned_credits: 0 }
      accounts.set(currency, account)
    }
    return account
  }

  function applyItem(item: BankBookItem): void {
    const account = accountOf(item.currency)
    const [side, returned, sign] =
      item.type === 'D'
        ? (['debits', 'returned_debits', 1] as const)
        : (['credits', 'returned_credits', -1] as const)
    account[side] += item.amount
    account.balance += sign * item.amount
    if (item.state !== 'settled') {
      account[returned] += item.amount
      account.balance -= sign * item.amount
    }
    items.push(item)
    if (items.length > ITEMS_MAX * 1.1) items.splice(0, items.length - ITEMS_MAX)
  }

  function apply(event: BankEvent): void {
    if (event.event === 'deposit') {
      if (references.has(event.reference)) return
      references.add(event.reference)
      const account = accountOf(event.currency)
      account.deposits += event.amount
      account.balance += event.amount
    } else if (event.event === 'file') {
      files.push(event.file)
      if (files.length > FILES_MAX) files.shift()
      lastAnswer = event.file.lastAnswer
      for (const item of event.items) applyItem(item)
    } else duplicates++
  }

  function write(event: BankEvent): void {
    apply(event)
    journal.append(event)
  }

  return {
    /** Puts money on our account, or takes it if below zero. Once per reference. */
    deposit(reference: string, currency: string, amount: number, at: string): void {
      if (!references.has(reference)) write({ event: 'deposit', reference, currency, amount, at })
    },
    findByHash: (sha256: string) => files.findLast((file) => file.sha256 === sha256),
    /** The file that was accepted under a number. */
    findAccepted: (rail: RailName, file: number) =>
      files.findLast((of) => of.file === file && (of.rail ?? 'eft') === rail && of.outcome === 'accepted'),
    lastAnswer: () => lastAnswer,
    /** Books a file with all of its items. */
    enter: (file: BankBookFile, items: BankBookItem[]): void => write({ event: 'file', file, items }),
    duplicate: (file: number, at: string): void => write({ event: 'duplicate', file, at }),
    accounts: () => Object.fromEntries(accounts),
    /** How often a file came that the bank had booked before: none may. */
    duplicates: () => duplicates,
    /** Items after so many, in the order of their files. */
    page: (after: number, limit: number) => items.slice(after, after + limit),
    findItem: (reference: string) => items.filter((item) => item.reference === reference),
    files: (limit: number) => files.slice(-limit),
    flush: (): void => journal.flush(),
    close: (): void => journal.close(),
  }
}
