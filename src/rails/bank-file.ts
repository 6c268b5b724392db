import type { Config } from '../config.ts'
import { OperatorError } from '../errors.ts'
import type { Direction } from './bank-item.ts'
import { type BankProfile, type BankProfileName, bankProfiles } from './eft/bank-profile.ts'
import type { CanadianAccount, EftHeader } from './eft/eft-item.ts'

/** What a file says of us, kept with it so that it comes out the same however often it is written. */
export type Originator = {
  shortName: string
  name: string
  dataCentre: string
  returnAccount: CanadianAccount
}

export type BankFileRow = {
  bank_file_id: string
  originator_id: string
  file_number: number
  profile: BankProfileName
  currency: 'CAD' | 'USD'
  /** ISO day. */
  created_on: string
  originator: Originator
  state: 'writing' | 'sent' | 'accepted' | 'rejected'
  staged_as: string | null
}

/** The profile in use, with the cut-off that the settings may change. */
export function profileOf({ profile, cutOff }: Pick<Config['bank'], 'profile' | 'cutOff'>): BankProfile {
  return { ...bankProfiles[profile], ...(cutOff === undefined ? {} : { cutOff }) }
}

/** Throws an OperatorError for a setting that no file could be written with. */
export function originatorOf(bank: Config['bank']): Originator {
  const [, institution, transit, number] = /^(\d{3})-(\d{5})-(\w{1,12})$/.exec(bank.returnAccount) ?? []
  if (!institution || !transit || !number)
    throw new OperatorError('JETPAY_BANK_RETURN_ACCOUNT must be like 001-00011-1000001.')
  if (!/^\d{5}$/.test(bank.dataCentre)) throw new OperatorError('JETPAY_BANK_DATA_CENTRE must be 5 digits.')
  if (!/^[\w]{1,10}$/.test(bank.originatorId))
    throw new OperatorError('JETPAY_BANK_ORIGINATOR_ID must be 1 to 10 letters or digits.')
  return {
    shortName: bank.originatorShortName,
    name: bank.originatorName,
    dataCentre: bank.dataCentre,
    returnAccount: { institution, transit, number },
  }
}

/** The file's name: whose, which number, of which day. */
export const bankFileName = (
  file: Pick<BankFileRow, 'originator_id' | 'file_number' | 'created_on'>,
): string =>
  `EFT.${file.originator_id}.${String(file.file_number).padStart(4, '0')}.${file.created_on.replaceAll('-', '')}.txt`

export const headerOf = (file: BankFileRow): EftHeader => ({
  originatorId: file.originator_id,
  fileCreationNumber: file.file_number,
  creationDate: file.created_on,
  destinationDataCentre: file.originator.dataCentre,
  currency: file.currency,
})

/** Standard 007: 450 miscellaneous payments, which we pull; 460 accounts payable, which we push. */
export const transactionTypes: Record<Direction, string> = { debit: '450', credit: '460' }
