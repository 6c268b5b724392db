/**
 * Samples that page-samples.test.ts and command-samples.long.test.ts do not run: what does, or why nothing
 * can. An entry that fits no sample fails; so does a sample that stands nowhere.
 */
import type { Sample } from './samples.ts'

/** Languages that say how something looks, and run nowhere. */
export const pictures: Record<string, string> = {
  mermaid: 'a drawing: docs/lifecycle.md is written from the state machine, which test/tidy.test.ts holds',
  sequence: 'a drawing: src/guide/serve-guide.test.ts holds that each can be drawn',
  text: 'what a program has printed: quick-starts.long.test.ts holds it',
  json: 'read as JSON by page-samples.test.ts',
}

/** By a sample's title, the test that runs it; that file names the page. */
export const heldElsewhere: Record<string, string> = {
  'docs/events.md: import hashlib, json, sys, uuid': 'src/events/proof.test.ts',
  'docs/guide/your-own-postgresql.md: export DATABASE_ADMIN_URL_FILE=$SECRETS/admin-url DATABASE_URL_FILE=$SECRETS/main-url VAULT_DATABASE_URL_FILE=$SECRETS/vault-url':
    'src/commands/own-postgresql.test.ts',
  "docs/portability.md: import { createHash, createPublicKey } from 'node:crypto'":
    'src/vault/transfer/import-cards.test.ts',
  'docs/backup.md: [global]': 'test/backup/point-in-time.long.test.ts',
  'docs/backup.md: pgbackrest --stanza=jetpay stanza-create': 'test/backup/point-in-time.long.test.ts',
  'docs/backup.md: pgbackrest --stanza=jetpay --delta --type=time --target="$MOMENT" --target-action=promote restore':
    'test/backup/point-in-time.long.test.ts',
  'docs/security.md:    begin;': 'src/vault/lost-keys.test.ts',
  "docs/cells.md:    create role jetpay_directory login password '…';": 'test/two-cells.ts',
  'docs/cells.md: bin/jetpay cell hold a --seconds 20       # within a second its requests wait, in the routers':
    'src/directory/directory.test.ts',
  'docs/embed.md: <div id="card"></div>': 'sdk/embed/mount-card.browser.test.ts',
  'docs/embed.md: function CardPage({ url, onSucceeded, onFailed }) {':
    'sdk/embed/mount-card.browser.test.ts',
  'docs/embed.md: // checkout.js; your backend made `url` with {"allowed_origins": ["https://shop.example.com"]}':
    'sdk/embed/mount-card.browser.test.ts',
}

/** By a sample's title, why nothing can run it. */
export const cannotRun: Record<string, string> = {
  'docs/backup.md: bin/jetpay backup $BACKUPS/monday --keys $KEYS/monday    # runs or not; $KEYS is best another machine’s disk':
    'needs a data folder of its own: test/backup/restore.system.long.test.ts',
  'docs/backup.md: bin/jetpay restore $BACKUPS/monday --keys $KEYS/monday   # while it is stopped':
    'stops and starts everything: test/backup/restore.system.long.test.ts',
  'docs/backup.md: bin/jetpay recovery begin':
    'shuts the doors of an installation: test/backup/point-in-time.long.test.ts',
  'docs/backup.md: bin/jetpay recovery check          # compares with the books of network and bank; as often as you like':
    'needs a restored database: test/backup/restore.system.long.test.ts',
  'docs/cells.md:    bin/jetpay cell add a --api https://api-a.example.com --card-pages https://cards-a.example.com':
    'needs several installations: src/directory/directory.test.ts',
  'docs/cells.md: bin/jetpay company move <id> --to b --settings cells     # b is where it is: its copy elsewhere goes':
    'needs a restored cell: src/moving/restored-cell.nightly.test.ts',
  'docs/cells.md: bin/jetpay cell dues                      # in any cell: by cell and currency':
    'needs two cells: src/moving/settle-cells.nightly.test.ts',
  'docs/cells.md: bin/jetpay verify --cells': 'the same: src/moving/move-company.long.test.ts',
  'docs/cells.md: bin/jetpay company move <id> --to b --settings cells --dry-run     # says what is in the way':
    'needs several installations: src/moving/move-company.long.test.ts',
  'docs/verify-and-chaos.md: 15 3 * * 1-6  jetpay verify --incremental':
    'lines of a crontab; command-samples.long.test.ts runs the same commands',
  'README.md: npm start    # installs what is missing, then runs everything; prints URLs and a first request; Ctrl-C stops it':
    'runs until it is stopped, as quick-starts.long.test.ts does; the other line is this run of tests',
  'README.md: npm run chaos -- --seed 7 --minutes 1         # breaks everything that can break, then verifies: docs/verify-and-chaos.md':
    'takes minutes with a system of its own: test/chaos.long.test.ts is the same, in small',
  'docs/verify-and-chaos.md: npm run chaos -- --seed 7 --minutes 1':
    'takes minutes with a system of its own: test/chaos.long.test.ts is the same, in small',
  'docs/failover.md: npm run test:ha                                     # 3 rounds: kill, pause, partition, by a seed that it prints':
    'takes minutes, and three PostgreSQL of Debian',
  'docs/dashboard.md: npm run monkey -- --minutes 10 --seed 7                    # while `npm start` runs':
    'takes twenty minutes: test/monkey.nightly.test.ts is one of them',
  'docs/demo-month.md: npm start                                       # in one terminal':
    'makes 100,000 transactions, for an hour',
  'docs/month.md: npm test -- test/month': 'is a run of tests itself: test/month.long.test.ts',
  'docs/rehearsal.md: bin/jetpay rehearse http://localhost:3000/webhook                 # the address of your webhook, as it is registered at the demo':
    'needs the shop of its reader, four times two minutes: src/rehearsal/rehearsal.nightly.test.ts runs the command with shops of ours',
  'docs/rehearsal.md: export JETPAY_API=$(read_demo api_url) JETPAY_TOKEN=$(read_demo api_token) JETPAY_BANK_ACCOUNT=$(read_demo bank_account_id)':
    'two minutes, on a port that may be taken: src/rehearsal/rehearsal.nightly.test.ts runs the same shop',
  'docs/disputes.md: bin/jetpay dispute resolve $DISPUTE --as won --by "Ada" --note "paid in file 118"   # or this, where it has paid':
    'needs a payment of the network’s that fits nothing else: src/disputes/undecided.test.ts makes one',
  "docs/mcp.md: bin/jetpay mcp        # finds the demo's URL and token in demo.json":
    'speaks with an agent until it hangs up: src/mcp/mcp.test.ts',
  'docs/webhooks.md: bin/jetpay listen --forward-to http://localhost:3000/hook   # nothing to register, nothing to expose to the internet':
    'runs until it is stopped: src/commands/demo/listen.long.test.ts, and trigger.test.ts beside it',
}

export const isPicture = ({ language }: Sample): boolean => Object.hasOwn(pictures, language)
