import { PAGE_ROWS } from '../../data/first.ts'
import { page } from '../../page.ts'

export const tokensPage = page({
  path: 'api-tokens',
  title: { en: 'API tokens', fr: 'Jetons d’API' },
  scope: 'tokens:read',
  nav: { group: 'developers', icon: 'key' },
  key: 'k',
  first: () => [{ path: '/api_token', rows: PAGE_ROWS }],
  deeds: [{ id: 'create', title: { en: 'Make a token', fr: 'Créer un jeton' }, scope: 'tokens:write' }],
})
