/** Lives a month through on the real system, two companies beside each other, and keeps their books. */
import { createToken } from '../../src/companies/api-token.ts'
import { createCompany, setFeature } from '../../src/companies/company.ts'
import { setFee } from '../../src/companies/fee-schedule.ts'
import { setLimits } from '../../src/companies/limit.ts'
import { setPayeeContact } from '../../src/companies/payee.ts'
import type { Database } from '../../src/db/sql.ts'
import { currencyFacts } from '../../src/ground/money.ts'
import { scopes } from '../../src/http/authenticate.ts'
import { addDays } from '../../src/rails/banking-calendar.ts'
import { seeded } from '../chaos/random.ts'
import type { System } from '../system.ts'
import { type Accounts, type Kept, LIMIT, type Numbers } from './day.ts'
import { nextDecember, stopsFrom } from './days.ts'
import { type Given, type Merchant, openMerchant } from './merchant.ts'
import { isCheckpoint, live } from './plan.ts'
import { openScheduled, type Scheduled } from './scheduled.ts'
import { breakLinks } from './special-days.ts'
import { openWorld, type World } from './world.ts'

/** From the first day to the fifth of January: what was begun in December has ended by then. */
const DAYS = 36

export type Company = {
  merchant: Merchant
  accounts: Accounts
  numbers: Numbers
  kept: Kept
  scheduled: Scheduled
}

const countries = {
  CAD: {
    bankNumbers: { transit_number: '00011', institution_number: '001' },
    numbers: {
      debits: ['1234567', '1234567', '7654321', '9900901', '9900915', '9910905', '9910916', '9920001'],
      credits: ['1234567', '7654321', '9900902', '9910912', '9920001'],
      returning: '9900905',
      returningLate: '9910903',
      unfunding: '9910901',
    },
    terms: [
      { card: [290, 30], eft: [50, 25] },
      { card: [245, 25], eft: [0, 0] },
    ],
  },
  USD: {
    bankNumbers: { routing_number: '021000021' },
    numbers: {
      debits: ['1234567', '1234567', '7654321', '9900001', '9900008', '9910002', '9910010', '9920001'],
      credits: ['1234567', '7654321', '9900003', '9910002', '9920002'],
      returning: '9900002',
      returningLate: '9910003',
      unfunding: '9910001',
    },
    terms: [
      { card: [310, 30], eft: [0, 0] },
      { card: [299, 0], eft: [80, 5] },
    ],
  },
} as const

/** The second terms hold after the tenth stop. */
const TERMS_CHANGE_AT = 10

export async function openMonth(system: System, db: Database, seed: number) {
  const world = openWorld(system, db)
  const first = nextDecember(await world.now())
  const end = addDays(first, DAYS - 1)
  const random = seeded(seed)
  const open = (given: Pick<Given, 'companyId' | 'token' | 'currency'>) =>
    openCompany(world, { ...given, random: random.fork() }, first)
  await world.advanceTo(`${first}T14:00:00Z`)
  const companies = await Promise.all([
    open({ companyId: system.demo.company_id, token: system.demo.api_token, currency: 'CAD' }),
    open({ ...(await anotherCompany(db)), currency: 'USD' }),
  ])
  await Promise.all(companies.map((company) => agreeOn(db, company, 0)))
  await Promise.all(
    companies.map(({ merchant: { companyId, currency } }) =>
      setLimits(db, companyId, currency, { per_transaction: LIMIT }),
    ),
  )
  const stops = stopsFrom(
    first,
    DAYS,
    companies.flatMap(({ scheduled }) => scheduled.cardDays),
  )
  const last = stops.length - 1

  /** One stop of the clock: what became of the days before, what the day has, and its end. */
  async function stop(number: number): Promise<void> {
    const day = stops[number]!
    const cardsAreDue = companies.some(({ scheduled }) => scheduled.cardDays.includes(day))
    if (number > 0) {
      // The network's file comes at midnight in UTC, schedules are due at midnight in Toronto: the one never
      // has the other.
      if (cardsAreDue) await arriveAt(`${day}T00:30:00Z`, companies)
      await arriveAt(`${day}T14:${String(number).padStart(2, '0')}:00Z`, companies)
    }
    const days = companies.map((company) => ({ world, ...company }))
    await Promise.all(days.map((day) => live(day, number, last)))
    await breakLinks(days, number)
    await world.quiet()
    for (const company of companies) await endDay(company, stops[number - 1] ?? '', day)
  }

  async function arriveAt(time: string, companies: Company[]): Promise<void> {
    const { file } = await world.advanceTo(time)
    for (const { merchant } of companies) {
      merchant.ledger.day = time.slice(0, 10)
      if (file) merchant.cards.file()
    }
  }
  return {
    world,
    companies,
    first,
    end,
    stops,
    last,
    stop,
    isCheckpoint: (number: number) => isCheckpoint(number, last),
    async changeTermsAfter(number: number): Promise<void> {
      if (number === TERMS_CHANGE_AT) await Promise.all(companies.map((company) => agreeOn(db, company, 1)))
    },
  }
}

async function openCompany(
  { demo }: World,
  given: Pick<Given, 'companyId' | 'token' | 'currency' | 'random'>,
  first: string,
): Promise<Company> {
  const { bankNumbers, numbers: of } = countries[given.currency]
  const numbers: Numbers = { ...of, debits: [...of.debits], credits: [...of.credits] }
  const merchant = await openMerchant({
    ...given,
    bankNumbers: { ...bankNumbers },
    apiUrl: demo.api_url,
    simulatorUrl: demo.simulator_url,
  })
  const [main, second, returning, returningLate, unfunding] = await Promise.all([
    merchant.own('1234567'),
    merchant.own('7654321'),
    merchant.own(numbers.returning),
    merchant.own(numbers.returningLate),
    merchant.own(numbers.unfunding),
  ])
  const accounts = { main, second, returning, returningLate, unfunding } as Accounts
  const scheduled = await openScheduled(merchant, accounts, first)
  return { merchant, accounts, numbers, kept: { sales: {}, holds: {} }, scheduled }
}

/** A second company, as the operator makes it. */
async function anotherCompany(db: Database): Promise<{ companyId: string; token: string }> {
  const companyId = await createCompany(db, 'Lakeshore Parts')
  await setFeature(db, companyId, 'card_on_file', true)
  await setPayeeContact(db, companyId, { email: 'billing@lakeshore.example', phone: null })
  const { token } = await createToken(db, 'demo', { companyId, name: 'month', scopes: [...scopes] })
  return { companyId, token }
}

/** The operator sets new terms; by the next stop they are in force. */
async function agreeOn(db: Database, { merchant }: Company, at: 0 | 1): Promise<void> {
  const { companyId, currency, ledger } = merchant
  for (const method of currencyFacts[currency].methods) {
    const [basisPoints, fixed] = countries[currency].terms[at][method]
    await setFee(db, companyId, { currency, method, basisPoints, fixed: BigInt(fixed) })
    ledger.terms[method] = { basisPoints: BigInt(basisPoints), fixed: BigInt(fixed) }
  }
}

const HOLD_DAYS = 7
const RESPONSE_DAYS = 20

/** What comes by itself: schedules, holds that nobody captured, disputes that nobody answered. */
async function endDay({ merchant, kept, scheduled }: Company, before: string, day: string): Promise<void> {
  await scheduled.enterUntil(before, day)
  const passes = (from: string, days: number) => addDays(from, days) > before && addDays(from, days) <= day
  const { expires } = kept.holds
  if (expires && passes(expires.on, HOLD_DAYS)) merchant.cards.released(expires.amount)
  const { unanswered } = kept.sales
  if (unanswered?.disputedOn && passes(unanswered.disputedOn, RESPONSE_DAYS))
    merchant.cards.unanswered(unanswered)
}
