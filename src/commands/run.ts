import type { Command } from './command.ts'
import { type Role, roles, runRole } from './roles.ts'

const says: Record<Role, string> = {
  api: 'the API, the hosted pages and the dashboard',
  worker: 'events, webhooks, files, payouts: what is done in the background',
  vault: 'the card vault and its card page',
  simulator: 'the card network and the bank of a demo',
  directory: 'the router in front of several cells',
  shop: 'the demo shop',
}

/** What runs the platform. */
export const runCommands: readonly Command[] = [
  {
    name: 'start',
    summary: 'Run everything under one supervisor, with a database of its own',
    details:
      'It installs what is missing, prints where everything is, restarts what dies and stops at Ctrl-C.',
    options: [
      { flags: '--debug', says: 'a debugger in each role; in the demo only' },
      { flags: '--live', says: 'print a checklist, and start nothing that is unsafe' },
    ],
    examples: ['start', 'start --debug', 'start --live'],
    prints: true,
    run: async ({ flag }) => (await import('./start.ts')).start(flag('debug'), flag('live')),
  },
  ...(Object.keys(roles) as Role[]).map(
    (role): Command => ({
      name: role,
      summary: `Run one role as a process of its own (${says[role]})`,
      details: 'Its settings are environment variables: docs/settings.md. It ends with SIGTERM.',
      examples: [role],
      prints: true,
      run: () => runRole(role),
    }),
  ),
  {
    name: 'migrate',
    summary: 'Bring the databases of DATABASE_URL and VAULT_DATABASE_URL up to date',
    details:
      'And the directory’s of DIRECTORY_DATABASE_URL. `jetpay start` does so for its own. Nothing is taken back: a migration goes forward only.',
    examples: ['migrate'],
    run: async () => (await import('./migrate.ts')).migrateAll(),
  },
  {
    name: 'database init',
    summary: 'Make the users and databases that DATABASE_URL and VAULT_DATABASE_URL name',
    details:
      'On the server of DATABASE_ADMIN_URL_FILE (and VAULT_DATABASE_ADMIN_URL_FILE, if the vault has another): docs/guide/your-own-postgresql.md. DIRECTORY_DATABASE_URL is made on the first: docs/cells.md. What is there stays; `jetpay migrate` comes next.',
    examples: ['database init'],
    columns: ['database', 'what', 'done'],
    run: async () => (await import('./init-databases.ts')).initDatabases(),
  },
  {
    name: 'certs',
    summary: 'Make the certificates of roles on several hosts, or renew those that end',
    details:
      'An authority of your own (ca.crt, ca.key) and a key and certificate of vault, api and worker. Run it each month: what ends within 60 days is renewed. The key ca.key stays where it is made: docs/deploy.md.',
    arguments: [{ name: '<folder>', says: 'where they are; it is made' }],
    examples: ['certs certificates'],
    columns: ['file', 'name', 'ends_at', 'done'],
    run: async ({ word }) => (await import('./certs.ts')).makeCertificates(word),
  },
]
