import { type Html, html } from '../ground/html.ts'

/**
 * Pixels of a letter at the diagram's 14: wide enough for most, since the text is measured by no browser.
 */
const LETTER = 7.2
const ROW = 44
const HEAD = 40
const PAD = 12

type Step = { from: string; to: string; says: string; answer: boolean }

/**
 * A sequence diagram out of lines `Payer -> Page: says`, `-->` for what answers; who comes first stands
 * left. An SVG of our own, coloured by the page's styles; the steps follow in words, for whoever does not
 * see it.
 */
export function sequenceDiagram(source: string): Html {
  const steps = source
    .trim()
    .split('\n')
    .map((line): Step => {
      const [, from, arrow, to, says] = /^(.+?) (-->|->) (.+?): (.+)$/.exec(line) ?? []
      if (says === undefined) throw new Error(`not a line of a sequence diagram: ${line}`)
      return { from: from!, to: to!, says, answer: arrow === '-->' }
    })
  const actors = [...new Set(steps.flatMap(({ from, to }) => [from, to]))]
  const places = placesOf(actors, steps)
  const at = (actor: string) => places[actors.indexOf(actor)]!
  const height = HEAD + steps.length * ROW + PAD
  const width = places.at(-1)! + widthOf(actors.at(-1)!) / 2 + PAD + ownRoom(steps, actors.at(-1)!)
  return html`<figure class="sequence">
<div class="wide" tabindex="0" role="group" aria-label="Sequence diagram; in words below">
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">
${actors.map(
  (actor) => html`<line class="life" x1="${at(actor)}" y1="${HEAD - 6}" x2="${at(actor)}" y2="${height}"/>
<rect class="actor" x="${at(actor) - widthOf(actor) / 2}" y="4" width="${widthOf(actor)}" height="30" rx="6"/>
<text class="who" x="${at(actor)}" y="24">${actor}</text>
`,
)}${steps.map((step, row) => arrow(step, at(step.from), at(step.to), HEAD + (row + 1) * ROW - 8))}</svg>
</div>
<details><summary>In words</summary>
<ol>${steps.map(({ from, to, says }) => html`<li>${from} to ${to}: ${says}</li>`)}</ol>
</details>
</figure>`
}

const widthOf = (actor: string) => actor.length * LETTER * 1.1 + 24
const needs = ({ says }: Step) => says.length * LETTER + 28
const ownRoom = (steps: Step[], actor: string) =>
  Math.max(0, ...steps.filter(({ from, to }) => from === actor && to === actor).map(needs))

/** Where each life line stands: as far apart as what is said over it, and over each gap, is long. */
function placesOf(actors: string[], steps: Step[]): number[] {
  const places = [PAD + widthOf(actors[0]!) / 2]
  for (let right = 1; right < actors.length; right++) {
    const beside = places[right - 1]! + (widthOf(actors[right - 1]!) + widthOf(actors[right]!)) / 2 + 16
    const said = steps.flatMap((step) => {
      const ends = [actors.indexOf(step.from), actors.indexOf(step.to)].sort((a, b) => a - b)
      if (ends[0] === ends[1]) return ends[0] === right - 1 ? [places[right - 1]! + needs(step)] : []
      return ends[1] === right ? [places[ends[0]!]! + needs(step)] : []
    })
    places.push(Math.round(Math.max(beside, ...said)))
  }
  return places
}

function arrow({ says, answer }: Step, from: number, to: number, y: number): Html {
  const line = answer ? 'said answer' : 'said'
  if (from === to)
    return html`<path class="${line}" d="M${from} ${y - 12}h14v14h-10"/>
<text class="says own" x="${from + 20}" y="${y}">${says}</text>
`
  const back = from < to ? -8 : 8
  return html`<path class="${line}" d="M${from} ${y}H${to}"/>
<path class="tip" d="M${to} ${y}l${back} -4.5v9z"/>
<text class="says" x="${(from + to) / 2}" y="${y - 8}">${says}</text>
`
}
