import { z } from 'zod'
import { type Currency, currencies } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { amountAnswer, currency, noPath, printAmount } from '../http/schema.ts'
import { type Account, accounts } from './account.ts'
import { day } from './entry.ts'
import { readBalances } from './read-balances.ts'

const balances = z.object(Object.fromEntries(accounts.map((account) => [account, amountAnswer])))

export const getBalance = endpoint({
  operationId: 'get_balance',
  method: 'GET',
  path: '/balance',
  tag: 'Ledger',
  summary: 'Get the balance of each account',
  description:
    'Computed from the ledger, per currency. A debit is positive, a credit negative: `company_payable` of -100.50 says that 100.50 is owed to your company. The balances of a currency sum to zero.',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: z.strictObject({
    day: day.optional().meta({ description: 'The balances at the end of this day (UTC), instead of now' }),
  }),
  answers: {
    200: {
      description: 'The balances, for each currency',
      schema: z.object({ data: z.array(z.object({ currency, balances })) }).meta({ id: 'Balances' }),
    },
  },
  async handle({ db, companyId, query }) {
    const rows = await readBalances(db, companyId, query.day)
    const balanceOf = (currency: Currency, account: Account) =>
      rows.find((row) => row.currency === currency && row.account === account)?.balance ?? 0n
    return {
      body: {
        data: currencies.map((currency) => ({
          currency,
          balances: Object.fromEntries(
            accounts.map((account) => [account, printAmount(balanceOf(currency, account))]),
          ),
        })),
      },
    }
  },
})
