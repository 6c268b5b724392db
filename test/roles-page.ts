/** `docs/roles.md`: which role may do what, from the scopes of each operation. `npm run docs` writes it. */
import { endpoints } from '../src/endpoints.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import {
  operatorScopes,
  type Role,
  roleScopes,
  roles,
  type Scope,
  sessionScopes,
} from '../src/http/scopes.ts'
import { writtenFrom } from './written-from.ts'

/** Whether whoever has these scopes gets past those of the operation. */
export const mayCall = ({ scope, alsoScope }: Endpoint, has: readonly Scope[]): boolean =>
  [scope].flat().some((one) => has.includes(one)) && (!alsoScope || has.includes(alsoScope))

/** What a person has in a company; an operator of the platform: at `/operator/…`. */
export const scopesOfRole = (role: Role | 'operator'): readonly Scope[] =>
  role === 'operator' ? [...sessionScopes, ...operatorScopes] : [...sessionScopes, ...roleScopes[role]]

const introduction = `# Roles

${writtenFrom('src/http/scopes.ts')}

What a role is for, and who may make whom
what: [users.md](users.md). Each cell is tried against a running api (\`src/users/roles.test.ts\`).

**again**: before it is done the person shows that it is them, if they have not in the last ten minutes.`

export function rolesPage(): string {
  const everybody = [...roles, 'operator'] as const
  const rows = endpoints.map((endpoint) => {
    const cells = everybody.map((role) => (mayCall(endpoint, scopesOfRole(role)) ? 'yes' : ''))
    const again = endpoint.reauthenticate ? 'again' : ''
    return `| \`${endpoint.method} ${endpoint.path}\` | ${[...cells, again].join(' | ')} |`
  })
  const scopeRows = Object.entries(roleScopes).map(
    ([role, has]) => `| ${role} | ${has.map((scope) => `\`${scope}\``).join(', ')} |`,
  )
  return `${introduction}

| operation | ${everybody.join(' | ')} | |
|---|${everybody.map(() => '---|').join('')}---|
${rows.join('\n')}

## Scopes

| role | scopes |
|---|---|
${scopeRows.join('\n')}
`
}
