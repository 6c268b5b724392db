import { inBoth } from './words.ts'

/** What the card network says in codes, for people who do not know them by heart. */
export const networkWords = inBoth({
  en: {
    funding: { credit: 'credit', debit: 'debit', prepaid: 'prepaid', charge: 'charge card' } as Record<
      string,
      string
    >,
    cvc: {
      M: 'security code matches',
      N: 'security code does not match',
      P: 'security code not checked',
      U: 'security code not checked',
    } as Record<string, string>,
    cvcOther: 'security code',
    postalCode: {
      Y: 'postal code matches',
      Z: 'postal code matches',
      A: 'postal code does not match',
      N: 'postal code does not match',
      U: 'postal code not checked',
      R: 'postal code not checked',
      S: 'postal code not checked',
    } as Record<string, string>,
    postalCodeOther: 'postal code',
    reasons: {
      '0301': 'chargeback: the card holder takes the amount back',
      '0302': 'the dispute was won, and the amount is paid again',
      '0303': 'the chargeback stands',
    } as Record<string, string>,
  },
  fr: {
    funding: { credit: 'crédit', debit: 'débit', prepaid: 'prépayée', charge: 'carte accréditive' },
    cvc: {
      M: 'le code de sécurité concorde',
      N: 'le code de sécurité ne concorde pas',
      P: 'code de sécurité non vérifié',
      U: 'code de sécurité non vérifié',
    },
    cvcOther: 'code de sécurité',
    postalCode: {
      Y: 'le code postal concorde',
      Z: 'le code postal concorde',
      A: 'le code postal ne concorde pas',
      N: 'le code postal ne concorde pas',
      U: 'code postal non vérifié',
      R: 'code postal non vérifié',
      S: 'code postal non vérifié',
    },
    postalCodeOther: 'code postal',
    reasons: {
      '0301': 'rétrofacturation\u00a0: le titulaire reprend le montant',
      '0302': 'la contestation est gagnée, et le montant est payé de nouveau',
      '0303': 'la rétrofacturation tient',
    },
  },
})

/** A reason code of the network with its words: `0301, chargeback: …`. */
export const reasonText = (code: string, reasons: Readonly<Record<string, string>>) =>
  reasons[code] ? `${code}, ${reasons[code]}` : code
