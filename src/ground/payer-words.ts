/**
 * What a payer reads of a card that was refused: on the page where it was entered (`cardPage`), and on the
 * payment page that asks for another means afterwards (`paymentPage`). Kept few: an issuer's exact reason
 * (lost, stolen, suspected fraud) is not for a page, where it would teach a thief and shame an honest person.
 */
import type { PageLanguage } from './accept-language.ts'

type Words = Record<'cardPage' | 'paymentPage', Record<PageLanguage, string>>

/** The payment page says no more than this of what is the business of the card and its bank alone. */
const notApproved = {
  en: 'Your bank did not approve the last card, and nothing was taken. Try another card or a bank account.',
  fr: 'Votre banque n’a pas approuvé la dernière carte et rien n’a été débité. Essayez une autre carte ou un compte bancaire.',
}

export const payerWords = {
  declined: {
    cardPage: {
      en: 'Your bank did not approve this card. Please try another card, or ask your bank.',
      fr: 'Votre banque n’a pas approuvé cette carte. Veuillez en essayer une autre ou communiquer avec votre banque.',
    },
    paymentPage: notApproved,
  },
  insufficient_funds: {
    cardPage: {
      en: 'Your bank says that this card has too little available. Please try another card, or ask your bank.',
      fr: 'Selon votre banque, le solde disponible de cette carte est insuffisant. Veuillez en essayer une autre ou communiquer avec votre banque.',
    },
    paymentPage: {
      en: 'The last card has too little available, and nothing was taken. Try another card or a bank account.',
      fr: 'La dernière carte n’a pas assez de fonds disponibles et rien n’a été débité. Essayez une autre carte ou un compte bancaire.',
    },
  },
  expired_card: {
    cardPage: {
      en: 'Your bank says that this card has expired. Please try another card.',
      fr: 'Selon votre banque, cette carte est expirée. Veuillez en essayer une autre.',
    },
    paymentPage: {
      en: 'The last card has expired, and nothing was taken. Try another card or a bank account.',
      fr: 'La dernière carte est expirée et rien n’a été débité. Essayez une autre carte ou un compte bancaire.',
    },
  },
  incorrect_cvc: {
    cardPage: {
      en: 'The security code did not match the card. Please check it when you try again.',
      fr: 'Le code de sécurité ne correspond pas à la carte. Vérifiez-le lorsque vous réessaierez.',
    },
    paymentPage: notApproved,
  },
  incorrect_postal_code: {
    cardPage: {
      en: 'The postal or ZIP code did not match the card. When you try again, use the one on your card statement.',
      fr: 'Le code postal ne correspond pas à la carte. Lorsque vous réessaierez, utilisez celui de votre relevé de carte.',
    },
    paymentPage: notApproved,
  },
  incorrect_number: {
    cardPage: {
      en: 'Your bank does not know this card number. Please check it when you try again.',
      fr: 'Votre banque ne reconnaît pas ce numéro de carte. Vérifiez-le lorsque vous réessaierez.',
    },
    paymentPage: notApproved,
  },
  unsupported: {
    cardPage: {
      en: 'This card cannot be used here. Please try another card.',
      fr: 'Cette carte ne peut pas être utilisée ici. Veuillez en essayer une autre.',
    },
    paymentPage: notApproved,
  },
  later: {
    cardPage: {
      en: 'Your card could not be checked just now. It is probably fine: please try again later.',
      fr: 'Votre carte n’a pas pu être vérifiée en ce moment. Elle n’est sans doute pas en cause\u00a0: veuillez réessayer plus tard.',
    },
    paymentPage: {
      en: 'The last card could not be charged just now, and nothing was taken. Please try again.',
      fr: 'La dernière carte n’a pas pu être débitée et rien n’a été pris. Veuillez réessayer.',
    },
  },
} as const satisfies Record<string, Words>

export type PayerWords = keyof typeof payerWords
