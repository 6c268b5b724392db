import type { AgreementTexts } from './agreement-text.ts'

export const achWebEn: AgreementTexts = {
  title: 'ACH debit authorization',
  consent: ({ company, amount }) =>
    `I have read this authorization and authorize ${company} to debit my bank account once, for ${amount}.`,
  categories: {
    personal: 'Personal account (WEB), one time',
    business: 'Business account (CCD), one time',
  },
  mail: {
    subject: 'Your debit authorization for {company}',
    hello:
      'You authorized {company} to debit your bank account ending in {last4} once, for {amount} (“{statement}”). Attached is your copy of the authorization. Keep it.',
    file: 'authorization',
  },
  paragraphs: ({ company, contact, amount, statement }, category) => [
    {
      heading: 'Your authorization to debit your account',
      text: `You authorize ${company} to debit the checking or savings account named in this authorization electronically, through the ACH network, once, for ${amount}, to pay for “${statement}”. You authorize this debit on the day on which you sign, which is recorded with your signature. You confirm that the account is at a financial institution in the United States, and ${
        category === 'personal'
          ? 'that it is yours and is a personal account.'
          : 'that it is an account of the business that you sign for, that it can be debited by ACH, and that you may sign for the business.'
      }`,
    },
    {
      heading: 'When it is taken',
      text: 'This is a single debit. It is taken after you sign, and within five business days. This authorization ends by itself with that debit: any further debit needs a new authorization, also where the debit comes back unpaid.',
    },
    {
      heading: 'How to revoke it',
      text: `You may revoke this authorization until the debit has been sent to the bank, by writing to ${company} (${contact}). The debit is usually sent within one business day, so write at once; say your name, the amount and “${statement}”. After that you can only ask your own financial institution to stop the payment. Revoking this authorization does not cancel what you owe ${company}: it only ends this way of paying.`,
    },
    {
      heading: 'If something is wrong',
      text:
        category === 'personal'
          ? `Tell ${company}, and your financial institution. Under federal law (Regulation E) your institution looks into a debit that you did not authorize, or that is not as you authorized it, when you tell it within 60 days after it sent the statement on which the debit first appears.`
          : `Tell ${company}, and your financial institution, at once: a debit of a business account can be returned for two banking days only, and the consumer protection of Regulation E does not apply to it.`,
    },
    {
      heading: 'Rules that apply',
      text: `This debit follows the laws of the United States and the Nacha Operating Rules${
        category === 'personal' ? '' : ', and the business agrees to be bound by these rules'
      }. You agree to sign this authorization electronically and to receive it electronically. Before you sign you can print this page; afterwards you receive a copy by e-mail at once. ${company} gives you one on paper when you ask for it.`,
    },
    {
      heading: 'Questions',
      text: `For questions about this debit, contact ${company}: ${contact}.`,
    },
    {
      heading: 'Your details and your signature',
      text: 'What you enter here is given to the financial institutions that process this debit, as far as they need it. Your signature on this page, typed or drawn, counts as one on paper. This authorization is kept for at least two years after the debit.',
    },
  ],
}
