/**
 * The pages of the guide that come from tables of the simulator and of the vault, which the guide may not
 * know.
 */
import { failReasons } from '../src/ground/fail-reasons.ts'
import { testAccounts } from '../src/simulator/bank-accounts.ts'
import { type TestCard, testCards } from '../src/simulator/test-cards.ts'
import { declineOf, listedCodes } from '../src/vault/iso8583/response-codes.ts'

/** A card number as it stands on the card. */
export const grouped = ({ number, brand }: TestCard) =>
  brand === 'amex'
    ? number.replace(/^(.{4})(.{6})(.{5})$/, '$1 $2 $3')
    : number.replaceAll(/(.{4})(?=.)/g, '$1 ')

const linked = (text: string) =>
  failReasons.reduce(
    (words, reason) =>
      words.replace(new RegExp(`: ${reason}\\b`), `: [${reason}](/docs/guide/fail-reasons/${reason})`),
    text,
  )

const put = (page: string, name: string, table: string[]) =>
  page.replace(
    new RegExp(`(<!-- ${name}:.*-->\\n)[\\s\\S]*(<!-- /${name} -->)`),
    (_all, from, to) => `${from}\n${table.join('\n')}\n\n${to}`,
  )

/** `docs/guide/test-data.md` with its tables as the simulator has them. */
export function testDataPage(page: string): string {
  const cards = testCards.map(
    (card) => `| \`${grouped(card)}\` | ${card.brand}, ${card.funding} | ${linked(card.behaviour)} |`,
  )
  const accounts = testAccounts.map(
    ({ rail, number, of, behaviour }) => `| \`${number}\` | ${rail.toUpperCase()} | ${of} | ${behaviour} |`,
  )
  return put(
    put(page, 'test-cards', ['| number | card | what happens |', '|---|---|---|', ...cards]),
    'test-accounts',
    ['| account number | by | debit or credit | what happens |', '|---|---|---|---|', ...accounts],
  )
}

/** `docs/guide/network-codes.md` with the codes as the vault knows them. */
export function networkCodesPage(page: string): string {
  const rows = listedCodes.map((code) => {
    const { fail_reason: reason, retry } = declineOf(code)
    return `| \`${code}\` | [${reason}](/docs/guide/fail-reasons/${reason}) | \`${retry}\` |`
  })
  return put(page, 'network-codes', ['| code | `fail_reason` | `retry` |', '|---|---|---|', ...rows])
}
