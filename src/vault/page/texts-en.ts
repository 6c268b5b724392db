import { payingEn } from './texts-paying.ts'
import type { Texts } from './texts-shape.ts'

export const en: Texts = {
  htmlLang: 'en-CA',
  card: {
    title: 'Save a card',
    heading: 'Save your card',
    intro: 'Your card is saved by Jetpay for {company}. Nothing is charged now.',
    demo: 'Test mode – use test cards only',
    number: 'Card number',
    expiry: 'Expiry date',
    expiryHint: 'Month and year',
    cvc: 'Security code',
    cvcHint3: '3 digits on the back',
    cvcHint4: '4 digits on the front',
    name: 'Name on card',
    postalCode: 'Postal or ZIP code',
    submit: 'Save card',
    sending: 'Saving your card…',
    proving: 'Checking your browser first. This takes some seconds, and there is nothing for you to do.',
    lock: 'Encrypted and sent straight to Jetpay. {company} never sees your card number.',
    noScript:
      'This page needs JavaScript to send your card safely. Turn it on in your browser, then reload the page.',
    notLoaded: 'Part of this page did not load, so a card cannot be saved yet. Reload the page to try again.',
    manyErrors: 'Please correct the {count} fields marked above.',
    unavailable:
      'We cannot reach the card network right now. Your card has not been saved. Please try again in a moment.',
    tooMany:
      'Too many tries in a short time. Your card has not been saved. Please wait a minute, then try again.',
    unknown:
      'The connection was lost before we got an answer, so we do not know whether your card was saved. Reload the page to find out.',
    reload: 'Reload the page',
  },
  errors: {
    'number.required': 'Enter the card number.',
    'number.invalid': 'Check the card number: a digit seems wrong or missing.',
    'number.unsupported': 'This kind of card is not accepted. Please use another card.',
    'expiry.required': 'Enter the expiry date.',
    'expiry.invalid': 'Enter the date on the card, for example 08\u00a0/\u00a029.',
    'expiry.past': 'This card has expired.',
    'cvc.required': 'Enter the security code.',
    'cvc.invalid': 'Check this code: a digit seems missing.',
    'name.required': 'Enter the name on the card.',
    'name.invalid': 'Enter the name as on the card, without other details.',
    'name.too_long': 'This name is too long. Enter it as on the card.',
    'postal_code.required': 'Enter the postal or ZIP code of your card statement.',
    'postal_code.invalid': 'Check the postal or ZIP code, for example K1A 0B1.',
  },
  outcomes: {
    succeeded: {
      heading: 'Your card is saved',
      message: 'Your card was saved safely.',
      next: 'Nothing was charged. There is nothing more to do here.',
    },
    used: {
      heading: 'This page was already used',
      message: 'A card was sent from it, and for your safety it takes only one.',
      next: 'To see whether that card was saved, or to enter another, go back to where you came from.',
    },
    expired: {
      heading: 'This page has expired',
      message: 'For your safety, it is open for a short time only. No card was saved.',
      next: 'Go back to where you came from and start again.',
    },
    invalid: {
      heading: 'This link does not work',
      message: 'It may be incomplete or mistyped. No card was saved.',
      next: 'Go back to where you came from and start again.',
    },
    failed: {
      heading: 'Your card was not saved',
      message: '',
      next: 'Nothing was charged. To try again, go back to where you came from and start again.',
    },
    unavailable: {
      heading: 'Please try again soon',
      message: 'We cannot open this page right now. Nothing was saved or charged.',
      next: 'Wait a minute, then reload the page.',
    },
  },
  paying: payingEn,
  savedCard: 'We saved your {brand} ending in {last4}.',
  agreement:
    'By saving your card, you agree that {company} may charge it later for what you owe them under your agreement with them, until you have them delete it.',
  return: 'Go back',
}
