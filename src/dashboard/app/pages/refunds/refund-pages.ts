import { page } from '../../page.ts'

export const refundPage = page({
  path: 'refunds/$refund',
  title: { en: 'Refund', fr: 'Remboursement' },
  scope: 'debits:read',
})
