import type { BankFailReason } from '../../ground/fail-reasons.ts'

/**
 * Why an item comes back (Payments Canada, Standard 007, return reason codes), and the `fail_reason` that our
 * clients are told. `of`: what the reason can be given for. Codes and meanings as banks and processors
 * publish them (LoanPro "Canadian bank return codes", Payrix "EFT rejects and returns", VoPay "EFT return
 * codes"); 904 and 998 are on older lists (Property Vista) and still seen.
 */
export const returnReasons = {
  '900': { meaning: 'Edit reject', failReason: 'rejected_by_bank', of: 'both' },
  '901': { meaning: 'Not sufficient funds', failReason: 'insufficient_funds', of: 'debit' },
  '902': { meaning: 'Account not found', failReason: 'account_not_found', of: 'both' },
  '903': { meaning: 'Payment stopped or recalled', failReason: 'payment_stopped', of: 'both' },
  '904': { meaning: 'Post or stale dated', failReason: 'date_not_valid', of: 'both' },
  '905': { meaning: 'Account closed', failReason: 'account_closed', of: 'both' },
  '907': { meaning: 'No debit allowed', failReason: 'debit_not_allowed', of: 'debit' },
  '908': { meaning: 'Funds not cleared', failReason: 'funds_not_cleared', of: 'debit' },
  '909': { meaning: 'Currency and account mismatch', failReason: 'currency_mismatch', of: 'both' },
  '910': { meaning: 'Payor or payee deceased', failReason: 'holder_deceased', of: 'both' },
  '911': { meaning: 'Account frozen', failReason: 'account_frozen', of: 'both' },
  '912': {
    meaning: 'Invalid or incorrect account number',
    failReason: 'account_number_not_valid',
    of: 'both',
  },
  '914': { meaning: 'Incorrect payor or payee name', failReason: 'name_mismatch', of: 'both' },
  '915': { meaning: 'No agreement existed', failReason: 'no_agreement', of: 'debit' },
  '916': { meaning: 'Not according to agreement, personal', failReason: 'not_as_agreed', of: 'debit' },
  '917': { meaning: 'Agreement revoked, personal', failReason: 'agreement_revoked', of: 'debit' },
  '918': {
    meaning: 'No confirmation or pre-notification, personal',
    failReason: 'not_announced',
    of: 'debit',
  },
  '919': { meaning: 'Not according to agreement, business', failReason: 'not_as_agreed', of: 'debit' },
  '920': { meaning: 'Agreement revoked, business', failReason: 'agreement_revoked', of: 'debit' },
  '921': {
    meaning: 'No confirmation or pre-notification, business',
    failReason: 'not_announced',
    of: 'debit',
  },
  '922': { meaning: 'Customer initiated return', failReason: 'refused_by_holder', of: 'credit' },
  '990': { meaning: 'Institution in default', failReason: 'institution_in_default', of: 'both' },
  '998': { meaning: 'No agreement for returns', failReason: 'returned_by_bank', of: 'both' },
} as const satisfies Record<
  string,
  { meaning: string; failReason: BankFailReason; of: 'debit' | 'credit' | 'both' }
>

export type ReturnCode = keyof typeof returnReasons
