import type { Role } from '../../http/scopes.ts'
import { type Command, company, paging } from '../command.ts'
import { answerOf, changing, page } from '../on-database.ts'

const named = '--company 0197d3a0-0000-7000-8000-000000000001'
const roles = ['owner', 'admin', 'developer', 'support', 'viewer'] as const satisfies readonly Role[]
const whom = { name: '<email address>', says: 'of the person', was: '--email <address>' } as const

/** `jetpay user …`: the people of a company. Its first owner is invited here. */
export const userCommands: readonly Command[] = [
  {
    name: 'user list',
    summary: 'List the people of a company and their roles',
    options: [company, ...paging],
    examples: ['user list', `user list ${named}`],
    columns: ['identifier', 'email', 'name', 'role', 'second_factor', 'last_seen_at'],
    run: (given) => answerOf(given, 'company', 'list_members', { query: page(given) }),
  },
  {
    name: 'user invite',
    summary: 'Invite somebody to a company by mail; its first owner too',
    options: [
      company,
      { flags: '--email <address>', says: 'whom to invite', needed: true },
      { flags: '--role <role>', says: 'what they may do (docs/roles.md)', needed: true, choices: roles },
    ],
    examples: [`user invite ${named} --email ada@example.com --role owner`],
    run: (given) =>
      changing(
        given,
        async (db, companyId) => {
          const { inviteUser } = await import('./people.ts')
          return inviteUser(db, companyId!, given.need('email'), given.need('role') as Role)
        },
        'company',
      ),
  },
  {
    name: 'user forget-factors',
    summary: 'Let somebody who lost phone and passkeys sign in by their password alone',
    details: 'Their sessions end. See first that it is really them who asks: docs/users.md.',
    arguments: [whom],
    examples: ['user forget-factors ada@example.com'],
    run: (given) =>
      changing(given, async (db) => {
        const { forgetFactors } = await import('../../users/forget-factors.ts')
        await db.transaction((db) => forgetFactors(db, given.word))
        return { ok: true, note: 'Their password alone signs in again; their sessions have ended.' }
      }),
  },
  {
    name: 'user remove',
    summary: 'Remove somebody from a company',
    arguments: [whom],
    options: [company],
    examples: [`user remove ada@example.com ${named}`],
    run: (given) =>
      changing(
        given,
        async (db, companyId) => {
          const { removeUser } = await import('./people.ts')
          await removeUser(db, companyId!, given.word)
          return { ok: true, note: 'Their next request finds them out.' }
        },
        'company',
      ),
  },
]
