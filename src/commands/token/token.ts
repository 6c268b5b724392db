import { type Command, company, paging } from '../command.ts'
import { answerOf, changing, page } from '../on-database.ts'
import { uuid } from '../read-word.ts'

const named = '--company 0197d3a0-0000-7000-8000-000000000001'

/** `jetpay token …`: the tokens that a company's programs call the API with. */
export const tokenCommands: readonly Command[] = [
  {
    name: 'token list',
    summary: 'List a company’s tokens: what they may do, their last use, when they end',
    options: [company, ...paging],
    examples: ['token list', `token list ${named}`],
    columns: ['identifier', 'name', 'state', 'scopes', 'last_used_at', 'expires_at'],
    run: (given) => answerOf(given, 'company', 'list_api_tokens', { query: page(given) }),
  },
  {
    name: 'token create',
    summary: 'Make a token for a program of a company; it is shown once',
    options: [
      company,
      { flags: '--name <name>', says: 'which program has it', needed: true },
      {
        flags: '--scopes <list>',
        says: 'what it may do: `all`, or those of docs/roles.md, with commas: debits:read,…',
        needed: true,
        completes: {
          words: async () => ['all', ...(await import('../../http/scopes.ts')).scopes],
          several: true,
        },
      },
      { flags: '--expires <when>', says: 'in days (90d), or a day (2027-06-30); never, if not said' },
    ],
    examples: [
      `token create ${named} --name backend --scopes all`,
      `token create ${named} --name report --scopes debits:read,events:read --expires 90d`,
    ],
    run: (given) =>
      changing(
        given,
        async (db, companyId) => {
          const { createToken, parseExpiry, parseScopes } = await import('../../companies/api-token.ts')
          const { sql } = await import('../../db/sql.ts')
          const { readConfig } = await import('../../ground/config.ts')
          const expires = given.has('expires')
          // By the platform's time, which the demo can move.
          const { now } = await db.one<{ now: Date }>(sql`select jetpay_now() as now`)
          const { token, tokenId, expiresAt } = await createToken(db, readConfig().environment, {
            companyId: companyId!,
            name: given.need('name'),
            scopes: parseScopes(given.need('scopes')),
            expiresAt: expires === undefined ? null : parseExpiry(expires, now),
          })
          return {
            token_id: tokenId,
            token,
            expires_at: expiresAt,
            note: 'Keep the token now: it is not shown again.',
          }
        },
        'company',
      ),
  },
  {
    name: 'token revoke',
    summary: 'End a token: whoever has it is refused within 10 seconds',
    arguments: [{ name: '<token id>', says: 'its id, as `jetpay token list` shows it', was: '--token <id>' }],
    examples: ['token revoke 0197d3a0-0000-7000-8000-000000000002'],
    run: (given) =>
      changing(
        given,
        async (db) => {
          const { revokeToken } = await import('../../companies/api-token.ts')
          await revokeToken(db, uuid(given.word))
          return { ok: true }
        },
        'token',
      ),
  },
]
