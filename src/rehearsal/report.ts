/** The rehearsal as people read it. */
import { counted } from '../ground/counted.ts'
import type { Played } from './play.ts'
import type { Rehearsal } from './rehearse.ts'

const outcomes = {
  passed: 'passed',
  mistaken: 'MISTAKE',
  not_played: 'not played',
  not_reached: 'NOT REACHED',
}

/** One line of the table, printed as soon as it is known. */
export const scenarioLine = ({ name, about, outcome, reason }: Played) =>
  `  ${name.padEnd(16)} ${outcomes[outcome].padEnd(11)} ${reason ?? about}`

/** What was seen several times is said once, with how often. */
function onceEach(seen: string[]): string[] {
  const times = new Map<string, number>()
  for (const one of seen) times.set(one, (times.get(one) ?? 0) + 1)
  return [...times].map(([one, count]) => (count === 1 ? one : `${one} (${counted(count, 'time')})`))
}

/** What comes after the table. */
export function reportText({ mistakes, found_in_the_end, notes, door, scenarios, seed }: Rehearsal): string {
  const count = (...which: Played['outcome'][]) =>
    scenarios.filter(({ outcome }) => which.includes(outcome)).length
  const found = mistakes.map(
    ({ code, title, why, remedy, guide, seen }, at) =>
      `${at + 1}. ${title} (${code})
   Why it matters  ${why}
   What to do      ${remedy}
   Seen            ${onceEach(seen).join('\n                   ')}
   Guide           ${guide}`,
  )
  const inTheEnd = found_in_the_end.map(({ code, orders }) => `  ${code}: ${orders.join(', ')}`)
  const late =
    inTheEnd.length > 0
      ? [['Found in the end, when every order was looked at once more:', ...inTheEnd].join('\n')]
      : []
  const missing = count('not_reached')
  const of = `${missing} of ${counted(scenarios.length, 'scenario')} ${missing === 1 ? 'was' : 'were'} not reached`
  const without = door
    ? []
    : [
        'Your endpoint has no rehearsal door, so only its answers were judged: docs/rehearsal.md says how to open one.',
      ]
  return [...late, ...found, ...notes.map((note) => `Note: ${note}`), ...without, verdict()].join('\n\n')

  function verdict(): string {
    if (mistakes.length > 0)
      return `${counted(mistakes.length, 'mistake')} (seed ${seed})${missing > 0 ? `; ${of}` : ''}.`
    const played = count('passed', 'mistaken')
    return missing > 0
      ? `Not passed: no mistake was found, but ${of} (seed ${seed}).`
      : `Passed${door ? '' : ', by your endpoint’s answers alone'}: no mistake in ${played} of ${counted(scenarios.length, 'scenario')} (seed ${seed}).`
  }
}
