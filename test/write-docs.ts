/** `npm run docs`: writes the parts of the docs that come from the source. A test holds them equal. */
import { readFileSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../src/config.ts'
import { type TestCard, testCards } from '../src/simulator/test-cards.ts'

const grouped = ({ number, brand }: TestCard) =>
  brand === 'amex'
    ? number.replace(/^(.{4})(.{6})(.{5})$/, '$1 $2 $3')
    : number.replaceAll(/(.{4})(?=.)/g, '$1 ')

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

if (import.meta.main) {
  const path = `${projectFolder}/README.md`
  writeFileSync(path, readmeWithTestCards(readFileSync(path, 'utf8')))
}
