import { page } from '../../page.ts'
import { chosenLanguage } from '../../words/chosen-language.ts'

export const refundPage = page({
  path: 'refunds/$refund',
  title: { en: 'Refund', fr: 'Remboursement' },
  scope: 'debits:read',
  first: ({ refund }) => [
    { path: `/refund/${refund}` },
    { path: `/refund/${refund}/actions`, query: { language: chosenLanguage() } },
  ],
})
