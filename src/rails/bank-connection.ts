import type { Config } from '../ground/config.ts'
import { openBankFolder } from './bank-folder.ts'
import { openBankSftp } from './bank-sftp.ts'
import type { BankTransport, ExchangeSettings } from './bank-transport.ts'
import { layouts, type Rail, type RailName, railsOf } from './rail.ts'

/**
 * Where files are exchanged with one bank, and the rails that go through it. Each has jobs of its own, so
 * that a bank that cannot be reached holds up no other.
 */
export type BankConnection = {
  /** On this machine: files from the bank in `incoming/`; what was read goes to `done/` or `rejected/`. */
  folder: string
  transport: BankTransport
  rails: readonly RailName[]
}

/**
 * The connections that the settings name: one for both rails, or one for each. Throws an OperatorError where
 * they are not complete.
 */
export function openBankConnections(bank: Config['bank']): BankConnection[] {
  const { exchange } = bank.ach
  if (exchange === undefined) return [open(bank, 'JETPAY_BANK', ['eft', 'ach'])]
  return [open(bank, 'JETPAY_BANK', ['eft']), open(exchange, 'JETPAY_ACH', ['ach'])]
}

const open = (
  settings: ExchangeSettings,
  prefix: 'JETPAY_BANK' | 'JETPAY_ACH',
  rails: RailName[],
): BankConnection => ({
  folder: settings.folder,
  transport:
    settings.sftpUrl === undefined ? openBankFolder(settings.folder) : openBankSftp(settings, prefix),
  rails,
})

/** The rails in use that go through this connection. */
export const railsAt = ({ rails }: BankConnection, bank: Config['bank']): Rail[] =>
  railsOf(bank).filter(({ name }) => rails.includes(name))

/**
 * Names of all profiles whose files go through this connection, in use or not: one that was opened must still
 * leave.
 */
export const profilesAt = ({ rails }: BankConnection): string[] =>
  rails.flatMap((rail) => Object.keys(layouts[rail].profiles))
