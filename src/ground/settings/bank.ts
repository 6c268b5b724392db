import { resolve } from 'node:path'
import { OperatorError } from '../errors.ts'
import type { Readers } from './readers.ts'

/** The names of the banks' profiles; what each asks for is in `rails/`, which has one for each name. */
export const bankProfileNames = ['cpa005', 'td1464', 'td80', 'demo'] as const
export const achProfileNames = ['nacha', 'nacha_same_day', 'demo_ach'] as const

/**
 * The EFT bank and who we are to it, as its onboarding gives it out: docs/eft.md; and the one for the United
 * States: docs/ach.md.
 */
export function readBankSettings(readers: Readers, dataFolder: string, isDemo: boolean) {
  const { text, optional, number, oneOf, timeOfDay, secret } = readers
  const bankFolder = resolve(text('JETPAY_BANK_FOLDER', `${dataFolder}/bank`))
  return {
    /**
     * `outgoing/` and `incoming/` are exchanged with the bank; what was read goes to `done/` or `rejected/`.
     */
    folder: bankFolder,
    profile: oneOf('JETPAY_BANK_PROFILE', bankProfileNames, isDemo ? 'demo' : 'cpa005'),
    originatorId: text('JETPAY_BANK_ORIGINATOR_ID', 'JETPAYDEMO'),
    originatorShortName: text('JETPAY_BANK_ORIGINATOR_SHORT_NAME', 'JETPAY DEMO'),
    originatorName: text('JETPAY_BANK_ORIGINATOR_NAME', 'JETPAY DEMO'),
    dataCentre: text('JETPAY_BANK_DATA_CENTRE', '00110'),
    /** Institution, transit and account for settlement and returns. */
    returnAccount: text('JETPAY_BANK_RETURN_ACCOUNT', '001-00011-1000001'),
    /** The profile's cut-off, unless the bank agreed to another: Toronto's time. */
    cutOff: timeOfDay('JETPAY_BANK_CUT_OFF'),
    /**
     * Live, files leave in the last hour before the cut-off, so that a day is one file and there is time for
     * a repeat.
     */
    sendBeforeMinutes: number('JETPAY_BANK_SEND_BEFORE_MINUTES', 60, 1, 1439),
    /**
     * How long items are gathered before a file is opened: in the demo one sees it at once, live it follows
     * what is being made.
     */
    gatherMs: number('JETPAY_BANK_GATHER_MS', isDemo ? 1_000 : 60_000, 0, 3_600_000),
    /**
     * Instead of a shared folder: `sftp://user@host:22/path`, and the two folders in it that the bank has
     * given us.
     */
    sftpUrl: optional('JETPAY_BANK_SFTP_URL'),
    sftpFolders: text('JETPAY_BANK_SFTP_FOLDERS', 'outgoing,incoming'),
    sftpKeyFile: optional('JETPAY_BANK_SFTP_KEY_FILE'),
    sftpPassword: secret('JETPAY_BANK_SFTP_PASSWORD'),
    /** The server's key as `ssh-keygen -l` prints it, `SHA256:…`. Any other is refused. */
    sftpHostKey: optional('JETPAY_BANK_SFTP_HOST_KEY'),
    /**
     * Days that a bank's file is kept after it was read, on both rails; 0 is for ever. Account numbers are in
     * it, and the database has what it said. Over a year, so that an auditor of the last one can still see
     * it.
     */
    fileRetentionDays: number('JETPAY_BANK_FILE_RETENTION_DAYS', 400, 0, 36_500),
    /** The ODFI through which accounts in the United States are reached: docs/ach.md. */
    ach: {
      /** Live none until it is set: items for US accounts are refused. */
      profile: oneOf(
        'JETPAY_ACH_PROFILE',
        ['none', ...achProfileNames] as const,
        isDemo ? 'demo_ach' : 'none',
      ),
      companyId: text('JETPAY_ACH_COMPANY_ID', '1123456789'),
      companyName: text('JETPAY_ACH_COMPANY_NAME', 'JETPAY DEMO'),
      /** Our bank's routing number; this one belongs to nobody. */
      odfi: text('JETPAY_ACH_ODFI', '999999992'),
      /** What the bank has in the file header, where it is not its routing number and our company id. */
      destination: optional('JETPAY_ACH_DESTINATION'),
      origin: optional('JETPAY_ACH_ORIGIN'),
      destinationName: text('JETPAY_ACH_DESTINATION_NAME', 'DEMO BANK'),
      /** Its own folder or SFTP server, as the EFT bank's above, which serves both where there is none. */
      exchange: achExchange(readers, bankFolder, dataFolder),
      /** The profile's cut-off, unless the bank agreed to another: New York's time. */
      cutOff: timeOfDay('JETPAY_ACH_CUT_OFF'),
    },
  }
}

/**
 * Undefined where one bank has both rails. Two banks' files must not lie in one folder: they may have the
 * same names.
 */
function achExchange({ text, optional, secret }: Readers, bankFolder: string, dataFolder: string) {
  const given = optional('JETPAY_ACH_FOLDER')
  const folder = resolve(given ?? `${dataFolder}/ach-bank`)
  const exchange = {
    folder,
    sftpUrl: optional('JETPAY_ACH_SFTP_URL'),
    sftpFolders: text('JETPAY_ACH_SFTP_FOLDERS', 'outgoing,incoming'),
    sftpKeyFile: optional('JETPAY_ACH_SFTP_KEY_FILE'),
    sftpPassword: secret('JETPAY_ACH_SFTP_PASSWORD'),
    sftpHostKey: optional('JETPAY_ACH_SFTP_HOST_KEY'),
  }
  if (exchange.sftpUrl === undefined && given === undefined) return undefined
  if (folder === bankFolder)
    throw new OperatorError(
      'JETPAY_ACH_FOLDER is the folder of JETPAY_BANK_FOLDER; give the ACH bank one of its own, or leave it out.',
    )
  return exchange
}
