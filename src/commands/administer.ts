import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createToken, listTokens, parseScopes, revokeToken } from '../companies/api-token.ts'
import {
  createCompany,
  type Feature,
  features,
  listCompanies,
  setAlertEmail,
  setFeature,
} from '../companies/company.ts'
import { type FeeMethod, listFees, setFee } from '../companies/fee-schedule.ts'
import { listLimits, setLimits } from '../companies/limit.ts'
import { setLogo, setPayeeContact } from '../companies/payee.ts'
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { type Database, openDatabase } from '../db/sql.ts'
import { OperatorError } from '../errors.ts'
import type { Currency } from '../money.ts'
import { mainDatabaseUrl } from './database-url.ts'

const options = {
  company: { type: 'string' },
  name: { type: 'string' },
  scopes: { type: 'string' },
  email: { type: 'string' },
  token: { type: 'string' },
  phone: { type: 'string' },
  file: { type: 'string' },
  currency: { type: 'string' },
  method: { type: 'string' },
  'basis-points': { type: 'string' },
  fixed: { type: 'string' },
  'per-transaction': { type: 'string' },
  'per-day-debits': { type: 'string' },
  'per-day-credits': { type: 'string' },
} as const

type Option = keyof typeof options
type Arguments = { words: string[]; need(option: Option): string; has(option: Option): string | undefined }
type Command = { usage: string; run(db: Database, given: Arguments): Promise<unknown> }

/** What an operator does by hand. Each answers JSON, so that scripts can read it too. */
const commands: Record<string, Command> = {
  'company create': {
    usage: '--name <name>',
    run: async (db, { need }) => ({ company_id: await createCompany(db, need('name')) }),
  },
  'company list': { usage: '', run: (db) => listCompanies(db) },
  'company enable': { usage: '<feature> --company <id>', run: (db, given) => changeFeature(db, given, true) },
  'company disable': {
    usage: '<feature> --company <id>',
    run: (db, given) => changeFeature(db, given, false),
  },
  'company alert-email': {
    usage: '--company <id> --email <address, or none>',
    async run(db, { need }) {
      await setAlertEmail(db, uuid(need('company')), need('email') === 'none' ? null : need('email'))
      return { ok: true }
    },
  },
  'company contact': {
    usage: '--company <id> --email <address> --phone <number, or none>',
    async run(db, { need }) {
      const phone = need('phone') === 'none' ? null : need('phone')
      await setPayeeContact(db, uuid(need('company')), { email: need('email'), phone })
      return { ok: true, note: 'Payment pages and debit agreements show it from now on.' }
    },
  },
  'company logo': {
    usage: '--company <id> --file <PNG or JPEG of at most 100 kB, or none>',
    async run(db, { need }) {
      await setLogo(db, uuid(need('company')), need('file') === 'none' ? null : readPicture(need('file')))
      return { ok: true }
    },
  },
  'company fee': {
    usage:
      '--company <id> --currency <CAD or USD> --method <card or eft> --basis-points <n> --fixed <minor units>',
    async run(db, { need }) {
      const set = await setFee(db, uuid(need('company')), {
        currency: need('currency') as Currency,
        method: need('method') as FeeMethod,
        basisPoints: Number(wholeNumber(need('basis-points'))),
        fixed: wholeNumber(need('fixed')),
      })
      return { ...set, note: 'It is charged for debits whose money comes from effective_at on.' }
    },
  },
  'company fees': {
    usage: '--company <id>',
    run: (db, { need }) => listFees(db, uuid(need('company'))),
  },
  'company limit': {
    usage:
      '--company <id> --currency <CAD or USD> [--per-transaction <minor units, or none>] [--per-day-debits <the same>] [--per-day-credits <the same>]',
    async run(db, { need, has }) {
      await setLimits(db, uuid(need('company')), need('currency') as Currency, {
        per_transaction: limitIn(has('per-transaction')),
        per_day_debits: limitIn(has('per-day-debits')),
        per_day_credits: limitIn(has('per-day-credits')),
      })
      return { ok: true, note: 'It holds for what is made from now on.' }
    },
  },
  'company limits': {
    usage: '--company <id>',
    run: (db, { need }) => listLimits(db, uuid(need('company'))),
  },
  'token create': {
    usage: '--company <id> --name <name> --scopes <all, or a list with commas>',
    async run(db, { need }) {
      const { environment } = readConfig()
      const asked = {
        companyId: uuid(need('company')),
        name: need('name'),
        scopes: parseScopes(need('scopes')),
      }
      const { token, tokenId } = await createToken(db, environment, asked)
      return { token_id: tokenId, token, note: 'Keep the token now: it is not shown again.' }
    },
  },
  'token list': { usage: '--company <id>', run: (db, { need }) => listTokens(db, uuid(need('company'))) },
  'token revoke': {
    usage: '--token <token id>',
    async run(db, { need }) {
      await revokeToken(db, uuid(need('token')))
      return { ok: true }
    },
  },
}

export const administration = Object.entries(commands).map(([name, { usage }]) =>
  `jetpay ${name} ${usage}`.trim(),
)

/** Runs `jetpay company …` or `jetpay token …` against DATABASE_URL, or the database of the running `npm start`. */
export async function administer(words: string[]): Promise<void> {
  const name = words.slice(0, 2).join(' ')
  const command = commands[name]
  if (!command)
    throw new OperatorError(`There is no \`jetpay ${name}\`. There are:\n  ${administration.join('\n  ')}`)
  const { values, positionals } = parse(words.slice(2), `jetpay ${name} ${command.usage}`)
  const has = (option: Option) => values[option]
  const need = (option: Option) => {
    const value = has(option)
    if (!value) throw new OperatorError(`--${option} is missing. Usage: jetpay ${name} ${command.usage}`)
    return value
  }
  const db = openDatabase(mainDatabaseUrl(), 1, () => undefined)
  try {
    console.log(JSON.stringify(await command.run(db, { words: positionals, need, has }), asNumber, 2))
  } finally {
    await db.close()
  }
}

/** `jetpay migrate`: brings the databases that the settings name up to date. */
export async function migrateAll(): Promise<void> {
  const { databaseUrl, vaultDatabaseUrl } = readConfig()
  if (!databaseUrl && !vaultDatabaseUrl) {
    throw new OperatorError(
      'Set DATABASE_URL, VAULT_DATABASE_URL or both; `npm start` migrates its own databases.',
    )
  }
  const done = {
    main: databaseUrl ? await migrate(databaseUrl, 'main') : null,
    vault: vaultDatabaseUrl ? await migrate(vaultDatabaseUrl, 'vault') : null,
  }
  console.log(JSON.stringify(done, null, 2))
}

function parse(args: string[], usage: string) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new OperatorError(`${(error as Error).message.split('.')[0]}. Usage: ${usage}`)
  }
}

async function changeFeature(db: Database, { words, need }: Arguments, enabled: boolean) {
  const feature = words[0] as Feature
  if (!features.includes(feature))
    throw new OperatorError(`Name one of these features: ${features.join(', ')}.`)
  await setFeature(db, uuid(need('company')), feature, enabled)
  return { feature, enabled, note: 'Running processes see it within 10 seconds.' }
}

function readPicture(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new OperatorError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** JSON has no bigint; what an operator sets has at most thirteen digits, and so has what counts toward it. */
const asNumber = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)

/** Undefined where it is not given; null takes the limit away. */
const limitIn = (text: string | undefined) =>
  text === undefined ? undefined : text === 'none' ? null : wholeNumber(text)

function wholeNumber(text: string): bigint {
  if (/^\d{1,13}$/.test(text)) return BigInt(text)
  throw new OperatorError(`"${text}" is not a whole number of at most thirteen digits.`)
}

function uuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text
  throw new OperatorError(`"${text}" is not an id; ids look like 0197d3a0-0000-7000-8000-000000000000.`)
}
