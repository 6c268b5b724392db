import { type Currency, currencies, type Method } from '../../ground/money.ts'
import { type Command, type Given, theCompany } from '../command.ts'
import { changing, onDatabase } from '../on-database.ts'
import { amount, uuid, wholeNumber } from '../read-word.ts'

const id = '0197d3a0-0000-7000-8000-000000000001'
const currency = {
  flags: '--currency <currency>',
  says: 'in which currency',
  needed: true,
  choices: currencies,
} as const
const orNone = 'such as 500.00 (dollars), or `none`'

/** `jetpay company …`: what is agreed with a company. Amounts are in major units, with their cents. */
export const companyTerms: readonly Command[] = [
  {
    name: 'company fees',
    summary: 'List what a company is charged, was and will be',
    arguments: [theCompany],
    examples: [`company fees ${id}`],
    run: (given) => terms(given, ({ fees }) => fees),
  },
  {
    name: 'company fee',
    summary: 'Set what a company is charged for debits',
    details: 'It holds for debits that are paid from effective_at on, which is a minute from now.',
    arguments: [theCompany],
    options: [
      currency,
      { flags: '--method <method>', says: 'of debits paid by', needed: true, choices: ['card', 'eft'] },
      {
        flags: '--basis-points <n>',
        says: 'hundredths of a percent of the amount; 290 is 2.9 %',
        needed: true,
      },
      { flags: '--fixed <amount>', says: 'for each debit; 0.30 is 30 cents', needed: true },
    ],
    examples: [`company fee ${id} --currency CAD --method card --basis-points 290 --fixed 0.30`],
    run: (given) =>
      changing(given, async (db) => {
        const { printAmount } = await import('../../http/schema.ts')
        const { setFee } = await import('../../companies/fee-schedule.ts')
        const { fixed, ...set } = await setFee(db, uuid(given.need('company')), {
          currency: given.need('currency') as Currency,
          method: given.need('method') as Method,
          basisPoints: wholeNumber('basis-points', given.need('basis-points')),
          fixed: amount('fixed', given.need('fixed')),
        })
        return { ...set, fixed: printAmount(fixed) }
      }),
  },
  {
    name: 'company limits',
    summary: 'List what a company may move, and has moved today',
    arguments: [theCompany],
    examples: [`company limits ${id}`],
    run: (given) => terms(given, ({ limits }) => limits),
  },
  {
    name: 'company limit',
    summary: 'Set what a company may move at once and in a day',
    details: 'A limit that is not named stays. `none` takes it away. A day is one in Toronto.',
    arguments: [theCompany],
    options: [
      currency,
      { flags: '--per-transaction <amount>', says: orNone },
      { flags: '--per-day-debits <amount>', says: orNone },
      { flags: '--per-day-credits <amount>', says: orNone },
    ],
    examples: [
      `company limit ${id} --currency CAD --per-transaction 5000.00 --per-day-debits 50000.00`,
      `company limit ${id} --currency USD --per-day-credits none`,
    ],
    run: (given) =>
      changing(given, async (db) => {
        const { setLimits } = await import('../../companies/limit.ts')
        await setLimits(db, uuid(given.need('company')), given.need('currency') as Currency, {
          per_transaction: limit(given, 'per-transaction'),
          per_day_debits: limit(given, 'per-day-debits'),
          per_day_credits: limit(given, 'per-day-credits'),
        })
        return { ok: true, note: 'It holds for what is made from now on.' }
      }),
  },
]

/** Undefined where it is not given; null takes the limit away. */
function limit(given: Given, option: string): bigint | null | undefined {
  const text = given.has(option)
  return text === undefined ? undefined : text === 'none' ? null : amount(option, text)
}

type Terms = Awaited<ReturnType<typeof import('../../operator/shown-company.ts')['readCompany']>>

const terms = <Shown>(given: Given, of: (terms: Terms) => Shown): Promise<Shown> =>
  onDatabase(async (db) => {
    const { readCompany } = await import('../../operator/shown-company.ts')
    return of(await readCompany(db, uuid(given.need('company'))))
  })
