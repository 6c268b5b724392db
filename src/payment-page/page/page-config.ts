/** What the server tells the page's script, as JSON in the page. Nothing of the payer's. */
import type { AccountCountry } from '../../bank-accounts/account-country.ts'
import type { FormErrorCode } from './bank-fields.ts'

type Common = { language: 'en' | 'fr'; path: string }

export type OpenConfig = Common & {
  page: 'open'
  kind: 'debit' | 'credit'
  /** Where the accounts are that the form takes; null where there is no such form. */
  bankCountry: AccountCountry | null
  vaultOrigin: string
  /** Names the agreement that is shown; sent back with the signature. */
  agreement: string | null
  texts: {
    frame: string
    opening: string
    proving: string
    notOpened: string
    again: string
    charging: string
    slow: string
    sending: string
    manyErrors: string
    tooMany: string
    lost: string
    changed: string
    busy: string
    errors: Record<FormErrorCode, string>
  }
}

export type ProcessingConfig = Common & { page: 'processing'; texts: { slow: string } }

export type PageConfig = OpenConfig | ProcessingConfig
