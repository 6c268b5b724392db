import { createToken } from '../src/companies/api-token.ts'
import { createCompany } from '../src/companies/company.ts'
import { scopes as allScopes, type Scope } from '../src/http/authenticate.ts'
import type { Platform } from './platform.ts'

/** A token for the company with these scopes, as the headers that carry it. */
export async function tokenFor({ db }: Platform, companyId: string, scopes: readonly Scope[] = allScopes) {
  const { token, tokenId } = await createToken(db, 'demo', { companyId, name: 'test', scopes: [...scopes] })
  return { tokenId, headers: { authorization: `Bearer ${token}` } }
}

/** A second company on the platform, with a token for everything. */
export async function anotherCompany(platform: Platform) {
  const companyId = await createCompany(platform.db, 'Other')
  return { companyId, ...(await tokenFor(platform, companyId)) }
}
