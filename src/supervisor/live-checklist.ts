import { existsSync, statSync } from 'node:fs'
import { type Database, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { isEmbedded } from './database.ts'
import { liveWarnings } from './live-warnings.ts'

/** One thing that a live installation is looked at for. `unsafe`: it is not started so. */
export type Point = { found: 'ok' | 'look' | 'unsafe'; says: string }

const ok = (says: string): Point => ({ found: 'ok', says })
const look = (says: string): Point => ({ found: 'look', says })
const unsafe = (says: string): Point => ({ found: 'unsafe', says })

/** What the demo is known by to network and banks, and nobody else is. */
const ofDemo = ({ acceptor, bank }: Config): [string, boolean][] => [
  ['JETPAY_ACQUIRER_ID', acceptor.acquirerId === '400555'],
  ['JETPAY_TERMINAL_ID', acceptor.terminalId === 'WEB00001'],
  ['JETPAY_MERCHANT_ID', acceptor.merchantId === 'JETPAYDEMO'],
  ['JETPAY_BANK_ORIGINATOR_ID', bank.originatorId === 'JETPAYDEMO'],
  ['JETPAY_BANK_PROFILE', bank.profile === 'demo'],
  ['JETPAY_ACH_PROFILE', bank.ach.profile === 'demo_ach'],
  ['JETPAY_ACH_ODFI', bank.ach.profile !== 'none' && bank.ach.odfi === '999999992'],
]

/** What settings and files say, before anything runs. */
export function settingsChecklist(config: Config, env: NodeJS.ProcessEnv): Point[] {
  if (config.environment !== 'live') return [unsafe('JETPAY_ENVIRONMENT is demo: set it to live.')]
  const demo = ofDemo(config).flatMap(([name, is]) => (is ? [name] : []))
  const open = [config.mainKeyFile, config.vaultKeyFile, `${config.dataFolder}/database.json`].filter(
    (path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0,
  )
  return [
    ok('Addresses of browsers are https, databases and mail are asked with verified TLS or on this machine.'),
    demo.length === 0
      ? ok('What acquirer and bank have given out is set.')
      : unsafe(`${demo.join(', ')}: the demo's; set what acquirer and bank have given you.`),
    existsSync(`${config.dataFolder}/demo.json`)
      ? unsafe(
          `${config.dataFolder} has a demo's company, whose token is in demo.json: begin in a new folder.`,
        )
      : ok('The data folder was no demo.'),
    env.JETPAY_NETWORK_PORT
      ? ok('The card network has a port of its own.')
      : unsafe(
          'JETPAY_NETWORK_PORT is not set, which is where the simulator answers: set the near end of the tunnel.',
        ),
    open.length === 0
      ? ok('Keys and passwords can be read by nobody else.')
      : unsafe(`${open.join(', ')} can be read by others; run: chmod 600.`),
    isEmbedded(config)
      ? look(
          'The database is on this machine alone: jetpay backup from a timer, or servers of yours with a standby.',
        )
      : ok('The databases are on servers of yours.'),
    config.operatorEmail && config.smtpUrl
      ? ok('Alarms are mailed to an operator.')
      : look('JETPAY_OPERATOR_EMAIL and JETPAY_SMTP_URL: without them nobody is mailed an alarm.'),
    ...liveWarnings(config, env).map(look),
    look(
      'Not seen from here: copies of the keys apart from each other and from backups, a restore that was tried, a clock that is kept in time (docs/guide/going-live.md).',
    ),
  ]
}

/** Whether a server may lose what it has committed. */
export async function databaseChecklist(db: Database, which: 'main' | 'vault'): Promise<Point[]> {
  const rows = await db.many<{ name: string; setting: string }>(sql`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')`)
  const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name)
  const lossy = off.filter((name) => name !== 'data_checksums')
  return [
    lossy.length === 0
      ? ok(`The ${which} database keeps what it has committed.`)
      : unsafe(
          `The server of the ${which} database has ${lossy.join(', ')} off: what it has committed may be lost.`,
        ),
    ...(off.includes('data_checksums')
      ? [
          look(
            `The server of the ${which} database has no data checksums: a disk that changes bytes is not noticed.`,
          ),
        ]
      : []),
  ]
}

const marks = { ok: '[x]', look: '[ ]', unsafe: '[!]' } as const

/** Says all points, and throws an OperatorError where one is unsafe. */
export function requireSafe(points: Point[], say: (line: string) => void): void {
  for (const { found, says } of points) say(`${marks[found]} ${says}`)
  const wrong = points.filter(({ found }) => found === 'unsafe').length
  if (wrong > 0)
    throw new OperatorError(
      `Not started live: ${wrong} of ${points.length} points are unsafe, marked [!] above.`,
    )
}
