import type { Texts } from './texts-shape.ts'

export const en: Texts = {
  htmlLang: 'en-CA',
  demo: 'Test mode – no real money moves',
  otherLanguage: 'Français',
  payTitle: 'Pay {company}',
  bePaidTitle: 'Get paid by {company}',
  payTo: 'Pay {company}',
  paidBy: '{company} is paying you',
  questions: 'Questions? Contact {company}: {contact}',
  poweredBy: 'Secure payment by Jetpay',
  noScript: 'This page needs JavaScript. Turn it on in your browser, then reload the page.',
  notLoaded: 'Part of this page did not load. Reload the page to try again.',
  method: {
    legend: 'How would you like to pay?',
    card: 'Card',
    cardHint: 'Credit or debit card',
    bank: 'Bank account',
    bankHint: { canadian: 'A one-time debit in Canada', american: 'A one-time debit in the US' },
    none: 'This payment cannot be made here at the moment. Please contact {company}.',
  },
  card: {
    frame: 'Card details',
    opening: 'Opening the secure card form…',
    proving: 'Checking your browser first. This takes some seconds, and there is nothing for you to do.',
    notOpened: 'The card form could not be opened. Nothing was charged.',
    again: 'Try another card',
    charging: 'Your payment is on its way. Please keep this page open.',
  },
  bank: {
    heading: 'Your bank account',
    name: 'Name of the account holder',
    transit: 'Transit number',
    transitHint: '5 digits',
    institution: 'Institution',
    institutionHint: '3 digits',
    routing: 'Routing number',
    routingHint: '9 digits, at the bottom left of a check',
    account: 'Account number',
    accountHint: '7 to 12 digits. It is kept encrypted.',
    type: 'Type of account',
    chequing: { canadian: 'Chequing', american: 'Checking' },
    savings: 'Savings',
    category: {
      canadian: { legend: 'This payment is', personal: 'Personal', business: 'For a business' },
      american: { legend: 'This account is', personal: 'Personal', business: 'Business' },
    },
    cheque: {
      canadian:
        'Where to find these numbers: at the bottom of a cheque, from left to right after the cheque number, are the transit number, the institution number and the account number.',
      american:
        'Where to find these numbers: at the bottom of a check, from left to right, are the routing number and the account number. The number of the check itself, after or before them, is not needed.',
    },
    chequeParts: { transit: 'Transit', institution: 'Inst.', routing: 'Routing', account: 'Account' },
  },
  agreement: {
    show: 'Read it before you sign',
    payer: 'Payer and account: as you entered above',
    copy: 'A copy of what you sign goes to {email}.',
    signature: 'Your signature',
    typed: 'Type',
    drawn: 'Draw',
    typedLabel: 'Type your full name',
    drawnLabel: 'Signature box',
    drawnHint: 'Sign with a finger or the mouse. Without one, choose “Type”.',
    clear: 'Clear',
  },
  credit: {
    heading: 'Where should it be paid?',
    intro: {
      canadian: 'Enter your Canadian bank account. The money goes there as soon as the bank has it.',
      american:
        'Enter your bank account in the United States. The money goes there as soon as the bank has it.',
    },
    consent: 'I have checked these numbers: money sent to a wrong account may not come back.',
    copy: 'A confirmation goes to {email}.',
  },
  submit: { pay: 'Sign and pay {amount}', bePaid: 'Confirm this account', sending: 'One moment…' },
  errors: {
    'holder_name.required': 'Enter the name of the account holder.',
    'holder_name.too_long': 'This name is too long; at most 100 characters.',
    'holder_name.invalid': 'Enter the name only, without other numbers or signs.',
    'transit_number.required': 'Enter the transit number.',
    'transit_number.invalid': 'A transit number has 5 digits, for example 00011.',
    'institution_number.required': 'Enter the institution number.',
    'institution_number.invalid': 'An institution number has 3 digits, for example 001.',
    'routing_number.required': 'Enter the routing number.',
    'routing_number.invalid':
      'Check this number: a routing number has 9 digits, and one seems wrong or missing.',
    'account_number.required': 'Enter the account number.',
    'account_number.invalid': 'An account number has 7 to 12 digits.',
    'account_type.required': 'Choose the type of account.',
    'category.required': 'Choose one: personal or business.',
    'signature.required': 'Sign here: type your name or draw your signature.',
    'signature.too_long': 'This is too long for a signature; at most 100 characters.',
    'signature.invalid': 'Type your name only, without other numbers or signs.',
    'consent.required': 'Tick the box to go on.',
  },
  manyErrors: 'Please correct the {count} places marked above.',
  tooMany: 'Too many tries in a short time. Nothing was sent. Please wait a minute, then try again.',
  lost: 'The connection was lost before we got an answer. Reload the page to see whether it worked.',
  changed:
    'Something on this page has changed meanwhile. Nothing was sent. Reload the page and look at it again.',
  busy: 'We cannot do that right now. Nothing was sent. Please try again in a moment.',
  reload: 'Reload the page',
  processing: {
    heading: 'Your payment is being processed',
    message: 'This takes a few seconds. You need not do anything.',
    slow: 'This takes longer than usual. You can close this page: you will not be charged twice. Open the link again later to see how it went.',
  },
  outcomes: {
    paid: { heading: 'Paid', message: 'Thank you. {company} has received your payment.' },
    agreed: {
      heading: 'Thank you',
      message:
        'Your bank account will be debited within five business days. A copy of what you signed goes to you by e-mail.',
    },
    accepted: { heading: 'Thank you', message: '' },
    failed: {
      heading: 'The payment failed',
      message: 'It could not be made, and this link cannot be used again. Please contact {company}.',
    },
    cancelled: { heading: 'This payment was cancelled', message: 'There is nothing to pay here any more.' },
    expired: {
      heading: 'This link has expired',
      message: 'Nothing was paid with it. Ask {company} for another link.',
    },
    paused: {
      heading: 'This cannot be paid now',
      message:
        '{company} takes no payments at the moment. Nothing was taken. Keep this link and try it later, or contact {company}.',
    },
    unknown: {
      heading: 'This link does not work',
      message:
        'It may be incomplete or mistyped, or a newer one was mailed to you: open your newest mail. Nothing was paid.',
    },
    unavailable: {
      heading: 'Please try again soon',
      message: 'We cannot open this page right now. Wait a minute, then reload it.',
    },
  },
  creditOutcomes: {
    paid: { heading: 'Paid out', message: '{company} has paid you into your bank account.' },
    accepted: {
      heading: 'Thank you',
      message: 'We have your bank account. The money is on its way and takes a few business days.',
    },
    failed: {
      heading: 'The payment did not reach you',
      message: 'It could not be made. Please contact {company}.',
    },
    cancelled: {
      heading: 'This payment was cancelled',
      message: 'Please contact {company} if you did not expect this.',
    },
    expired: { heading: 'This link has expired', message: 'Ask {company} for another link.' },
    paused: {
      heading: 'You cannot be paid now',
      message:
        '{company} makes no payments at the moment. Keep this link and try it later, or contact {company}.',
    },
  },
}
