/** `npm run docs`: writes the parts of the docs that come from the source. A test holds them equal. */
import { readFileSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../src/ground/config.ts'
import {
  bankReturns,
  cardDeclines,
  failReasons,
  ownReasons,
  scheduledOf,
} from '../src/ground/fail-reasons.ts'
import { payerWords } from '../src/ground/payer-words.ts'
import { explainedProblems } from '../src/http/problem-guide.ts'
import type { Posting } from '../src/ledger/account.ts'
import { lifecycle } from '../src/lifecycle/lifecycle.ts'
import type { Move } from '../src/lifecycle/move.ts'
import { RELEASE_FILE } from '../src/page-audit/release.ts'
import { testCards } from '../src/simulator/test-cards.ts'
import { commandLinePage } from './command-line-page.ts'
import { pageWithMetrics } from './every-metric.ts'
import { pageRelease } from './page-release.ts'
import { rolesPage } from './roles-page.ts'
import { grouped, networkCodesPage, testDataPage } from './test-data-pages.ts'
import { writtenFrom } from './written-from.ts'

/** The README with its table of test cards as the simulator has them. */
export function readmeWithTestCards(readme: string): string {
  const rows = testCards.map(
    (card) => `| \`${grouped(card)}\` | ${card.brand}, ${card.funding} | ${card.behaviour} |`,
  )
  const table = ['| number | card | what happens |', '|---|---|---|', ...rows].join('\n')
  return readme.replace(
    /(<!-- test-cards:.*-->\n)[\s\S]*(<!-- \/test-cards -->)/,
    (_all, from, to) => `${from}${table}\n${to}`,
  )
}

const titles: Record<keyof typeof lifecycle, string> = {
  card_debit: 'Card debit',
  attempt: "Attempt (one try to move a debit's money over the card network)",
  refund: 'Refund to a card, or by reversal',
  bank_refund: 'Refund by bank',
  fee: 'Fee (what a company is charged for a debit)',
  dispute: 'Dispute (a debit that its card holder took back through the network)',
  open_debit: 'Open debit (the payer has not decided how to pay)',
  eft_debit: 'Debit by bank',
  eft_credit: 'Credit',
  bank_item: 'Bank item (one movement in a file to the bank)',
  reconciliation_item: "Reconciliation item (a difference between the network's clearing and our books)",
  payout: 'Payout',
  cell_due: 'Due between cells (money at the bank of one, for a company in another)',
}

/** `docs/lifecycle.md`: of each kind a state diagram and the table of its moves. */
export function lifecyclePage(): string {
  const kinds = Object.entries(lifecycle as Record<string, Record<string, Move>>).map(([kind, moves]) =>
    [
      `## ${titles[kind as keyof typeof lifecycle]}`,
      ['```mermaid', 'stateDiagram-v2', ...arrows(Object.entries(moves)), '```'].join('\n'),
      [
        '| move | from | to | event | postings |',
        '|---|---|---|---|---|',
        ...Object.entries(moves).map(([move, { from, to, event, postings }]) => {
          const lines = postings.map(posted).join(', ')
          return `| \`${move}\` | ${code(from)} | ${to === null ? 'the same' : code([to])} | ${event ? code([event]) : ''} | ${lines} |`
        }),
      ].join('\n'),
    ].join('\n\n'),
  )
  return `${[lifecycleIntroduction, ...kinds].join('\n\n')}\n`
}

const lifecycleIntroduction = `# States and moves

${writtenFrom('src/lifecycle/lifecycle.ts')}

These are all of them: the database refuses any other move, and a move's event and postings are written in the statement that makes it. The accounts are explained in [ledger.md](ledger.md).`

/** `docs/problems.md`: what `/docs/guide/errors` of an installation shows too. */
export const problemsPage = () => `${problemsIntroduction}

${explainedProblems
  .map(({ code, status, title, guide }) => `## ${code}\n\n${status}. ${title}.\n\n${inTheTree(guide)}`)
  .join('\n\n')}
`

/** A page of the guide as the file that it is in the tree. */
const inTheTree = (text: string) => text.replaceAll(/`\/docs\/guide\/([a-z-]+)`/g, '[$1.md]($1.md)')

const problemsIntroduction = `# Problems

${writtenFrom('src/http/problem-guide.ts')}

Each answer that is a problem (RFC 9457, [api.md](api.md)) has its \`code\`, and as \`doc_url\` its page in the guide that every installation
serves, \`/docs/guide/errors/<code>\`.`

/** `docs/fail-reasons.md`: the catalogue, and what payers read. */
export const failReasonsPage = () =>
  [
    failReasonsIntroduction(),
    ...Object.entries({ 'Of cards': cardDeclines, 'Of bank items': bankReturns, Others: ownReasons }).map(
      ([title, rows]) => `## ${title}\n\n${reasonsTable(rows)}`,
    ),
    `## What the payer reads

An issuer's exact reason is not for a page, where it would teach a thief and shame an honest person. The card page says the
first words, the payment page, which asks for another means, the second.

| words | English | French |
|---|---|---|
${Object.entries(payerWords)
  .map(([words, of]) => `| \`${words}\` | ${both(of, 'en')} | ${both(of, 'fr')} |`)
  .join('\n')}
`,
  ].join('\n\n')

type Reasons = Record<string, readonly [string, string, string, string | null, string]>

const reasonsTable = (rows: Reasons) =>
  [
    '| `fail_reason` | meaning | who can mend it | try again | payer reads |',
    '|---|---|---|---|---|',
    ...Object.entries(rows).map(
      ([reason, [mender, retry, , payer, meaning]]) =>
        `| \`${reason}\` | ${meaning} | ${mender} | \`${retry}\` | ${payer ? code([payer]) : ''} |`,
    ),
  ].join('\n')

const both = (
  { cardPage, paymentPage }: (typeof payerWords)[keyof typeof payerWords],
  language: 'en' | 'fr',
) => `${cardPage[language]}<br>${paymentPage[language]}`

const failReasonsIntroduction = () => `# Fail reasons

${writtenFrom('src/ground/fail-reasons.ts')}

Why money did not move, in one word: of debits, credits, refunds, payouts, cards, occurrences of schedules, their events (\`failReason\`),
problems, and what a card page tells the page around it. These are all; a later version may have further ones, so take one that you do not
know for a failure like any other.

- **who can mend it**: \`payer\`, \`company\` (you), \`operator\` (whoever runs the installation), \`nobody\` (it passes by itself, or stays).
- **try again**: \`never\` (schemes fine merchants for it), \`later\` (funds, limits and outages pass), \`after_fix\` (when whoever can
  mend it has). The network's code may say more than its reason, so where an answer has \`retry\`, that counts.
- A schedule charges by itself again after ${code(failReasons.filter((reason) => scheduledOf(reason) === 'again'))}:
  nobody said anything of the card then, and nothing was taken.

Which code of a bank is which reason: [eft.md](eft.md#reasons-of-returns), [ach.md](ach.md#reasons-of-returns).`

const posted = ({ side, account, of }: Posting) =>
  `${side} \`${account}\`${of === 'amount' ? '' : ` (${of})`}`

const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')

/**
 * A move that makes the row leaves no state. A first state is one that such a move makes, or that no move
 * enters, a last one is one that no move leaves.
 */
function arrows(moves: [string, Move][]): string[] {
  const left = new Set(moves.flatMap(([, { from }]) => from))
  const entered = new Set(moves.flatMap(([, { from, to }]) => (to === null ? from : [to])))
  return [
    ...[...left].filter((state) => !entered.has(state)).map((state) => `  [*] --> ${state}`),
    ...moves.flatMap(([move, { from, to }]) =>
      (from.length === 0 ? ['[*]'] : from).map((state) => `  ${state} --> ${to ?? state}: ${move}`),
    ),
    ...[...entered].filter((state) => !left.has(state)).map((state) => `  ${state} --> [*]`),
  ]
}

if (import.meta.main) {
  writeFileSync(`${projectFolder}/docs/lifecycle.md`, lifecyclePage())
  writeFileSync(`${projectFolder}/docs/problems.md`, problemsPage())
  writeFileSync(`${projectFolder}/docs/fail-reasons.md`, failReasonsPage())
  writeFileSync(`${projectFolder}/docs/roles.md`, rolesPage())
  writeFileSync(`${projectFolder}/docs/command-line.md`, commandLinePage())
  writeFileSync(RELEASE_FILE, pageRelease())
  for (const [name, page] of [
    ['README.md', readmeWithTestCards],
    ['docs/observability.md', pageWithMetrics],
    ['docs/guide/test-data.md', testDataPage],
    ['docs/guide/network-codes.md', networkCodesPage],
  ] as const) {
    const path = `${projectFolder}/${name}`
    writeFileSync(path, page(readFileSync(path, 'utf8')))
  }
}
