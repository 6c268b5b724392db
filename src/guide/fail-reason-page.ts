import { readFileSync } from 'node:fs'
import { answerCharge } from '../charges/charge-answers.ts'
import { Problem, problemBody } from '../ground/errors.ts'
import {
  bankReturns,
  type CardFailReason,
  cardDeclines,
  type FailReason,
  meaningOf,
  menderOf,
  payerWordsOf,
  retryOf,
  scheduledOf,
} from '../ground/fail-reasons.ts'
import { payerWords } from '../ground/payer-words.ts'
import { returnReasons as eft } from '../rails/eft/return-reasons.ts'
import { achReturnReasons as ach } from '../rails/nacha/return-reasons.ts'
import { SAMPLE_ID, WRITTEN_URL } from './written-at.ts'

/** The rows of a table that `npm run docs` writes: the simulator and the vault are strangers to the guide. */
const rowsOf = (page: string) =>
  readFileSync(new URL(`../../docs/guide/${page}.md`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(' | '))
const testRows = rowsOf('test-data')
const codeRows = rowsOf('network-codes')

const naming = (rows: string[][], reason: FailReason) =>
  rows.filter((cells) => cells.some((cell) => cell.includes(`/fail-reasons/${reason})`)))

const menders = {
  payer: 'The payer.',
  company: 'You.',
  operator: 'Whoever runs the installation.',
  nobody: 'Nobody: it passes by itself, or stays.',
}
const retryWords = {
  never: 'Never with the same card or account: schemes fine merchants for it.',
  later: 'Later: funds, limits and outages pass.',
  after_fix: 'After whoever can mend it has.',
}

/** A decline of a charge as the api answers it, with the network's own code for the reason. */
function decline(reason: CardFailReason, networkCode: string): string {
  const refusal = { fail_reason: reason, response_code: networkCode, retry: retryOf(reason) }
  const answer = answerCharge({ outcome: 'declined', debitId: SAMPLE_ID, ...refusal })
  if (!(answer instanceof Problem)) throw new Error('a decline is a problem')
  const body = problemBody(answer, SAMPLE_ID)
  return `\`POST …/charge\` answers 402:

\`\`\`json
${JSON.stringify({ ...body, doc_url: WRITTEN_URL + new URL(body.doc_url, WRITTEN_URL).pathname }, null, 2)}
\`\`\``
}

const byBank = (
  reason: FailReason,
  direction: 'pull' | 'push',
) => `\`GET /transaction/{identifier}/status\` answers:

\`\`\`json
${JSON.stringify({ state: 'failed', fail_reason: reason, fail_direction: direction }, null, 2)}
\`\`\``

/** What says so: codes of the card network, and of banks on each rail. */
function saidBy(reason: FailReason) {
  const network = naming(codeRows, reason).map(([code]) => code!.replaceAll('`', ''))
  const banks = Object.entries({ EFT: eft, ACH: ach }).flatMap(([rail, reasons]) =>
    Object.entries(reasons)
      .filter(([, { failReason, of }]) => failReason === reason && of !== 'none')
      .map(([code, { meaning, of }]) => ({ rail, code, meaning, of })),
  )
  return { network, banks }
}

/** What to enter in the demo, so that it happens. */
function howToMake(reason: FailReason, banks: { rail: string; code: string }[]): string[] {
  const cards = naming(testRows, reason).map(([number, , what]) => `| ${number} | ${what} |`)
  const accounts = testRows
    .filter(([, rail, , what]) => banks.some((one) => one.rail === rail && what?.includes(`: ${one.code} `)))
    .map(([number, rail, of, what]) => `| ${number} | ${rail}, ${of}: ${what} |`)
  return [...cards, ...accounts]
}

const isCard = (reason: FailReason): reason is CardFailReason => Object.hasOwn(cardDeclines, reason)

export function failReasonPage(reason: FailReason): string {
  const words = payerWordsOf(reason)
  const { network, banks } = saidBy(reason)
  const direction = banks.some(({ of }) => of !== 'credit') ? 'pull' : 'push'
  const codes = [
    ...(network.length > 0
      ? [`| card network | ${network.map((code) => `\`${code}\``).join(', ')} | |`]
      : []),
    ...banks.map(({ rail, code, meaning }) => `| bank, ${rail} | \`${code}\` | ${meaning} |`),
  ]
  const made = howToMake(reason, banks)
  const parts = [
    `# ${reason}

${meaningOf(reason)}

- Who can mend it: ${menders[menderOf(reason)]}
- Try again: ${retryWords[retryOf(reason)]} (\`retry: "${retryOf(reason)}"\`; where an answer has \`retry\`, that counts.)
- A schedule ${scheduledOf(reason) === 'again' ? 'charges by itself once more: nobody said anything of the card, and nothing was taken.' : 'leaves it at that: whether to ask again is yours to decide.'}`,
    isCard(reason) && network.length > 0 && `## What it looks like\n\n${decline(reason, network[0]!)}`,
    Object.hasOwn(bankReturns, reason) &&
      `## ${isCard(reason) ? 'And by bank' : 'What it looks like'}\n\n${byBank(reason, direction)}`,
    codes.length > 0 &&
      `## Who says so\n\n| who | code | in their words |\n|---|---|---|\n${codes.join('\n')}`,
    made.length > 0 && `## How to make it happen\n\n| number | what happens |\n|---|---|\n${made.join('\n')}`,
    words && payerReads(payerWords[words]),
    `It stands in \`fail_reason\` of answers and objects and in \`failReason\` of events. All reasons: [fail reasons](/docs/guide/fail-reasons). How to decide
by it: [charge a card](/docs/guide/charge-a-card). What else the demo can be told: [test data](/docs/guide/test-data).`,
  ]
  return `${parts.filter((part) => part).join('\n\n')}\n`
}

const payerReads = (read: (typeof payerWords)[keyof typeof payerWords]) => `## What the payer reads

| | on the card page | on the payment page |
|---|---|---|
| English | ${read.cardPage.en} | ${read.paymentPage.en} |
| French | ${read.cardPage.fr} | ${read.paymentPage.fr} |`
