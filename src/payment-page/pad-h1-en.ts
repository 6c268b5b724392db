import type { AgreementTexts } from './agreement-text.ts'

export const padH1En: AgreementTexts = {
  title: 'Pre-authorized debit (PAD) agreement',
  consent: () => 'I have read this agreement and agree to it, also to having no 10 days’ notice.',
  categories: { personal: 'Personal PAD, one time', business: 'Business PAD, one time' },
  mail: {
    subject: 'Your debit agreement with {company}',
    hello:
      'You agreed that {company} debits your bank account ending in {last4} once, for {amount} (“{statement}”). Attached is your copy of the agreement. Keep it.',
    file: 'agreement',
  },
  paragraphs: ({ company, contact, amount, statement }, category) => [
    {
      heading: 'Your authorization',
      text: `You authorize ${company} (the payee) to debit the bank account named in this agreement once, for ${amount}, to pay for “${statement}”. This is a ${category} pre-authorized debit under Rule H1 of Payments Canada. You confirm that the account is yours, and that everyone whose signature it needs has agreed.`,
    },
    {
      heading: 'When it is taken',
      text: `This is a one-time debit. It is taken within five business days after you sign. This agreement ends by itself once the payment has been made: any further debit needs a new agreement.`,
    },
    {
      heading: 'Notice that you give up',
      text: `You waive the right to be notified of the amount and the date of this debit 10 days before it is taken. ${company} may take it without further notice. You receive a copy of this agreement by e-mail at once.`,
      prominent: true,
    },
    {
      heading: 'How to cancel',
      text: `You may cancel this agreement at any time until the debit has been sent to your bank, by writing to ${company} (${contact}). For a sample cancellation form, or for more information on your right to cancel a PAD agreement, contact your financial institution or visit payments.ca. Cancelling this agreement does not cancel what you owe ${company}: it only ends this way of paying.`,
    },
    {
      heading: 'Recourse and reimbursement',
      text: `You have certain recourse rights if any debit does not comply with this agreement. For example, you have the right to receive reimbursement for any debit that is not authorized or is not consistent with this PAD agreement. To obtain more information on your recourse rights, contact your financial institution or visit payments.ca. You may ask your financial institution for reimbursement of such a debit within ${category === 'personal' ? '90 calendar days' : '10 business days'} after it was taken.`,
    },
    {
      heading: 'Questions',
      text: `For questions about this debit, contact ${company}: ${contact}.`,
    },
    {
      heading: 'Your details and your signature',
      text: `What you enter here is given to the financial institutions that process this debit, as far as they need it. Your signature on this page, typed or drawn, counts as one on paper. This agreement is kept for at least 12 months after the debit.`,
    },
  ],
}
