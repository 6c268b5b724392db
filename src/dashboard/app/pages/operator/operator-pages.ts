import { choice, text } from '../../data/filters.ts'
import { page } from '../../page.ts'

/** What all of them share: they are nobody's but an operator's. */
const operators = { area: 'operator', scope: 'operator:read' } as const

export const overviewPage = page({
  ...operators,
  path: '',
  title: { en: 'What needs you', fr: 'À votre attention' },
  nav: { group: 'operator', icon: 'flag' },
  key: 'o',
})

export const companyFilters = { search: text, state: choice(['active', 'suspended', 'closing']) } as const

export const newCompanyPage = page({
  ...operators,
  path: 'new-company',
  title: { en: 'New company', fr: 'Nouvelle entreprise' },
})

export const companiesPage = page({
  ...operators,
  path: 'companies',
  title: { en: 'Companies', fr: 'Entreprises' },
  nav: { group: 'operator', icon: 'building' },
  filters: companyFilters,
  deeds: [{ id: 'create', title: newCompanyPage.title, scope: 'operator:write', to: newCompanyPage }],
})

export const companyPage = page({
  ...operators,
  path: 'companies/$id',
  title: { en: 'Company', fr: 'Entreprise' },
})

export const outcomesPage = page({
  ...operators,
  path: 'unknown-outcomes',
  title: { en: 'Unknown outcomes', fr: 'Issues inconnues' },
  nav: { group: 'operator', icon: 'question' },
  key: 'u',
})

export const itemFilters = {
  state: choice(['open', 'corrected', 'settled', 'failed', 'written_off']),
  kind: choice(['missing', 'extra', 'amount']),
} as const

export const itemsPage = page({
  ...operators,
  path: 'reconciliation-items',
  title: { en: 'Differences with the network', fr: 'Écarts avec le réseau' },
  nav: { group: 'operator', icon: 'scales' },
  filters: itemFilters,
})

export const alarmFilters = { state: choice(['open', 'closed']) } as const

export const alarmsPage = page({
  ...operators,
  path: 'alarms',
  title: { en: 'Alarms', fr: 'Alarmes' },
  nav: { group: 'operator', icon: 'bell' },
  filters: alarmFilters,
})

export const bankReturnFilters = { state: choice(['open', 'resolved']) } as const

export const bankReturnsPage = page({
  ...operators,
  path: 'bank-returns',
  title: { en: 'Parked bank returns', fr: 'Retours de banque en attente' },
  nav: { group: 'operator', icon: 'bank' },
  filters: bankReturnFilters,
})

export const failingWebhooksPage = page({
  ...operators,
  path: 'failing-webhooks',
  title: { en: 'Webhooks that fail', fr: 'Webhooks en échec' },
  nav: { group: 'operator', icon: 'hook' },
})

export const workPage = page({
  ...operators,
  path: 'work',
  title: { en: 'Jobs and queues', fr: 'Tâches et files' },
  nav: { group: 'operator', icon: 'gear' },
})

export const mailFilters = { state: choice(['queued', 'sent', 'failed']) } as const

export const mailsPage = page({
  ...operators,
  path: 'mails',
  title: { en: 'Mails', fr: 'Courriels' },
  nav: { group: 'operator', icon: 'mail' },
  filters: mailFilters,
})

export const verifyPage = page({
  ...operators,
  path: 'verify',
  title: { en: 'Verify', fr: 'Vérification' },
  nav: { group: 'operator', icon: 'check' },
})

export const fileFilters = { state: choice(['writing', 'sent', 'accepted', 'rejected']) } as const

export const filesPage = page({
  ...operators,
  path: 'files',
  title: { en: 'Files', fr: 'Fichiers' },
  nav: { group: 'operator', icon: 'file' },
  filters: fileFilters,
})

/** A line of a file is opened at: the page begins with it. */
const lineFilters = { line: text } as const
export const bankFileFilters = lineFilters
export const clearingFileFilters = { network: text, number: text, ...lineFilters } as const

export const bankFilePage = page({
  ...operators,
  path: 'files/$file',
  title: { en: 'File to the bank', fr: 'Fichier à la banque' },
  filters: bankFileFilters,
})

/** Which one its address says behind the question mark: a network's name is no id. */
export const clearingFilePage = page({
  ...operators,
  path: 'files/clearing',
  title: { en: 'Clearing file', fr: 'Fichier de compensation' },
  filters: clearingFileFilters,
})

export const keysPage = page({
  ...operators,
  path: 'keys',
  title: { en: 'Keys', fr: 'Clés' },
  nav: { group: 'operator', icon: 'key' },
})
