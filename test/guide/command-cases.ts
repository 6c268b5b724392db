/** The pages whose samples are commands: what they print, and which of their lines no test can run. */

/** By page: what its samples have printed at the end. Those of `docs/command-line.md` run one by one. */
export const commandPages: Record<string, RegExp> = {
  'README.md': /"transaction_state":"paid"[\s\S]*checks hold[\s\S]*ahead seconds/,
  'docs/clearing.md': /settled/,
  'docs/command-line.md': /./,
  'docs/disputes.md': /state +lost/,
  'docs/events.md': /^ok {4}event 2 is in the log/m,
  'docs/fees-and-limits.md': /290[\s\S]*1000\.00/,
  'docs/mcp.md': /jp_demo_/,
  'docs/sandbox.md': /[\s\S]/,
  'docs/saq-a.md': /intact +yes[\s\S]*FAQ 1588/,
  'docs/verify-and-chaos.md': /[\s\S]/,
}

/** Pages whose commands work in the checkout; the others write where they are run. */
export const inCheckout = ['README.md', 'docs/verify-and-chaos.md']

const untilStopped = 'runs until it is stopped: test/start.system.long.test.ts starts all of them'
const cells = 'needs several installations: src/directory/directory.test.ts'
const evidence = 'a test’s installation does not hold all of it: src/commands/prove/compliance.test.ts'
const transfers = 'needs two custodians, and the file of another: test/portability.long.test.ts'
const restored = 'needs a database that was restored: test/backup/restore.system.long.test.ts'
/** Examples of `docs/command-line.md` that do not end by themselves, or take more than a test has. */
export const exampleCannotRun: Record<string, string> = {
  start: untilStopped,
  'start --debug': untilStopped,
  'start --live': 'needs a live installation: src/supervisor/live-checklist.test.ts',
  api: untilStopped,
  worker: untilStopped,
  vault: untilStopped,
  simulator: untilStopped,
  shop: untilStopped,
  directory: untilStopped,
  'cell add a --api https://api-a.example.com --card-pages https://cards-a.example.com': cells,
  'cell list': cells,
  'cell reader a --file cell-databases':
    'needs the administrator of a server: src/commands/cells/reader.test.ts',
  'cell drain a': cells,
  'cell hold a': cells,
  'cell hold a --seconds 20': cells,
  'cell release a': cells,
  'cell settle b --currency CAD --amount 1204.50 --reference WIRE4711 --by "Ada" --note "Wire of 30 November"':
    'needs two cells: src/moving/settle-cells.nightly.test.ts',
  'verify --cells': cells,
  'company move 0197d3a0-0000-7000-8000-000000000001 --to b --settings cells':
    'needs several installations: src/moving/move-company.long.test.ts',
  compliance: evidence,
  'compliance --json': evidence,
  listen: 'runs until it is stopped: src/commands/demo/listen.long.test.ts',
  'listen --forward-to http://localhost:3000/hook --replay-from 1': 'as `listen`',
  'listen --types "transactions.debits.*" --json': 'as `listen`',
  'bank-return resolve 0197d3a0-0000-7000-8000-000000000007 --as returned --by Ada --note "Acquirer, ticket 4711"':
    'needs a bank that sends what fits nothing, which the simulated one does not: src/operator/operator.test.ts',
  'database init': 'has no server of its reader’s: src/db/init-database.test.ts',
  'backup /mnt/backups/monday --keys /mnt/keys/monday': restored,
  'restore /mnt/backups/monday --keys /mnt/keys/monday': restored,
  'recovery begin': restored,
  'recovery begin --skip-events 5000': restored,
  'recovery check': restored,
  'recovery check --json': restored,
  'recovery resolve 0197d3a0-0000-7000-8000-000000000009 --as reversed --by Ada --note "Disk lost, ticket 4711"':
    restored,
  'recovery bank-number JETPAYDEMO --last 42': restored,
  'recovery go --by Ada --note "Disk lost, ticket 4711"': restored,
  'cards custodian remove Ada --by Grace < grace.secret': transfers,
  'cards export ask --key their.pem --company 0197d3a0-0000-7000-8000-000000000001 --by Ada --note "Moves away" < ada.secret':
    transfers,
  'cards export run 0197d3a0-0000-7000-8000-000000000003 --out cards.jwe --by Ada < ada.secret': transfers,
  'cards import ask cards.jwe --company 0197d3a0-0000-7000-8000-000000000001 --by Ada --note "Comes to us" < ada.secret':
    transfers,
  'cards import run 0197d3a0-0000-7000-8000-000000000003 --file cards.jwe --result ids.csv --by Ada < ada.secret':
    transfers,
  'cards transfer approve 0197d3a0-0000-7000-8000-000000000003 --check 5f2ab1c07d3e49881160 --by Grace < grace.secret':
    transfers,
  'cards transfer cancel 0197d3a0-0000-7000-8000-000000000003 --by Grace < grace.secret': transfers,
  mcp: 'speaks with an agent until it hangs up: src/mcp/mcp.test.ts',
  'mcp --url https://pay.example.com': 'names an installation of its reader’s',
  'rehearse http://localhost:3000/webhooks':
    'plays with a shop for two minutes: src/rehearsal/rehearsal.nightly.test.ts',
  'rehearse http://localhost:3000/webhooks --seed 7 --json': 'as `rehearse`',
  'rehearse http://localhost:3000/webhooks --only duplicates,forged': 'as `rehearse`',
}
