import { readFileSync } from 'node:fs'
import {
  createCompany,
  type Feature,
  features,
  listCompanies,
  setAlertEmail,
  setFeature,
} from '../companies/company.ts'
import { listFees, setFee } from '../companies/fee-schedule.ts'
import { listLimits, setLimits } from '../companies/limit.ts'
import { setLanguage, setLogo, setPayeeContact } from '../companies/payee.ts'
import type { Database } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { currencies, type Method } from '../ground/money.ts'
import {
  type AdministerCommand,
  type Arguments,
  currency,
  uuid,
  wholeNumber,
} from './administer-arguments.ts'

/** `jetpay company …`: companies, what they may do, and what is agreed with them. */
export const companyCommands: Record<string, AdministerCommand> = {
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
  'company language': {
    usage: '<en or fr> --company <id>',
    async run(db, { words, need }) {
      await setLanguage(db, uuid(need('company')), words[0] ?? '')
      return {
        ok: true,
        note: 'For contacts without a language whose browser wants neither English nor French.',
      }
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
    usage: `--company <id> --currency <${currencies.join(' or ')}> --method <card or eft> --basis-points <n> --fixed <minor units>`,
    async run(db, { need }) {
      const set = await setFee(db, uuid(need('company')), {
        currency: currency(need('currency')),
        method: need('method') as Method,
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
    usage: `--company <id> --currency <${currencies.join(' or ')}> [--per-transaction <minor units, or none>] [--per-day-debits <the same>] [--per-day-credits <the same>]`,
    async run(db, { need, has }) {
      await setLimits(db, uuid(need('company')), currency(need('currency')), {
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

/** Undefined where it is not given; null takes the limit away. */
const limitIn = (text: string | undefined) =>
  text === undefined ? undefined : text === 'none' ? null : wholeNumber(text)
