import { PAGE_ROWS } from '../../data/first.ts'
import { page } from '../../page.ts'

export const companySettingsPage = page({
  path: 'settings',
  title: { en: 'Company', fr: 'Entreprise' },
  scope: 'company:read',
  nav: { group: 'settings', icon: 'gear' },
  key: 'm',
  first: () => [{ path: '/company' }],
})

export const bankAccountsPage = page({
  path: 'bank-accounts',
  title: { en: 'Bank accounts', fr: 'Comptes bancaires' },
  scope: 'company:read',
  nav: { group: 'settings', icon: 'bank' },
  key: 'a',
  first: () => [{ path: '/bank_account', rows: PAGE_ROWS }],
  deeds: [
    {
      id: 'create',
      title: { en: 'Add a bank account', fr: 'Ajouter un compte bancaire' },
      scope: 'company:write',
    },
  ],
})
