import { type Command, wholeList } from '../command.ts'
import { changing, onDatabase } from '../on-database.ts'
import { uuid } from '../read-word.ts'

/** `jetpay operator …`: who answers for the platform, and the tokens of their programs. */
export const operatorCommands: readonly Command[] = [
  {
    name: 'operator list',
    summary: 'List the operators: the people who answer for this installation',
    details:
      'At the command line alone, as all of `operator`: no request tells or changes who answers for the installation.',
    examples: ['operator list'],
    run: () =>
      onDatabase(async (db) => {
        const { listOperators } = await import('./people.ts')
        return wholeList(await listOperators(db))
      }),
  },
  {
    name: 'operator invite',
    summary: 'Invite somebody by mail to be an operator',
    options: [{ flags: '--email <address>', says: 'whom to invite', needed: true }],
    examples: ['operator invite --email ada@example.com'],
    run: (given) =>
      changing(given, async (db) => {
        const { inviteOperator } = await import('./people.ts')
        return inviteOperator(db, given.need('email'))
      }),
  },
  {
    name: 'operator token list',
    summary: 'List the tokens of operators’ programs',
    details:
      'At the command line alone, as all of `operator`: no request tells or changes who answers for the installation.',
    examples: ['operator token list'],
    columns: ['identifier', 'name', 'state', 'scopes', 'last_used_at', 'expires_at'],
    run: () =>
      onDatabase(async (db) => {
        const { listOperatorTokens } = await import('../../users/operator-token.ts')
        return wholeList(await listOperatorTokens(db))
      }),
  },
  {
    name: 'operator token create',
    summary: 'Make a token for an operator’s program; it is shown once',
    options: [
      { flags: '--name <name>', says: 'which program has it', needed: true },
      {
        flags: '--scopes <list>',
        says: '`all`, operator:read or operator:write',
        needed: true,
        completes: {
          words: async () => ['all', ...(await import('../../http/scopes.ts')).operatorScopes],
          several: true,
        },
      },
      { flags: '--expires <when>', says: 'in days (90d), or a day (2027-06-30); never, if not said' },
    ],
    examples: ['operator token create --name monitoring --scopes operator:read --expires 365d'],
    run: (given) =>
      changing(given, async (db) => {
        const { createOperatorToken, parseOperatorScopes } = await import('../../users/operator-token.ts')
        const { parseExpiry } = await import('../../companies/api-token.ts')
        const { sql } = await import('../../db/sql.ts')
        const { readConfig } = await import('../../ground/config.ts')
        const expires = given.has('expires')
        const { now } = await db.one<{ now: Date }>(sql`select jetpay_now() as now`)
        const created = await createOperatorToken(db, readConfig().environment, {
          name: given.need('name'),
          scopes: parseOperatorScopes(given.need('scopes')),
          expiresAt: expires === undefined ? null : parseExpiry(expires, now),
        })
        return { ...created, note: 'Keep the token now: it is not shown again.' }
      }),
  },
  {
    name: 'operator token revoke',
    summary: 'End a token of an operator’s program',
    arguments: [
      { name: '<token id>', says: 'its id, as `jetpay operator token list` shows it', was: '--token <id>' },
    ],
    examples: ['operator token revoke 0197d3a0-0000-7000-8000-000000000002'],
    run: (given) =>
      changing(given, async (db) => {
        const { revokeOperatorToken } = await import('../../users/operator-token.ts')
        await revokeOperatorToken(db, uuid(given.word))
        return { ok: true }
      }),
  },
]
