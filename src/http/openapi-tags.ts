/** The groups of the reference: what each is about. An endpoint names the one that it is in. */
export const tagDescriptions = {
  Contacts: 'Whom your company takes money from and pays.',
  'Bank accounts': 'Where money is pulled from and paid to: those of your contacts, and your company’s own.',
  'Credit cards': 'Saved cards: the page that takes one, what is known of it, and charging it.',
  Transactions: 'Debits and credits: asking for money, paying it, following it, giving it back.',
  Disputes: 'Debits that their card holder took back through the network, and your evidence against it.',
  Schedules: 'Money that moves on its day, once or again and again.',
  Payouts: 'What we have paid to your company’s bank account, what it is made of, and what is still to come.',
  Ledger: 'The double entry behind every amount.',
  Events: 'All that has happened to your company, in order and without gaps.',
  Webhooks: 'Where events are delivered to, what became of each delivery, and delivering it again.',
  Company: 'Your company: its settings, its limits and its API tokens.',
  Sandbox: 'Of the demo only: its clock, and making things happen.',
  Session: 'Signing in, and what is a person’s own.',
  Team: 'Who works for the company, and in which role.',
  'Audit log': 'Who asked for what, and when.',
  Exports: 'Files of what the lists show, made in the background.',
  'Bulk actions': 'One action on much at once, row by row.',
  Operator: 'For those who run the platform: its companies, and what waits for a person.',
} as const

export type Tag = keyof typeof tagDescriptions
