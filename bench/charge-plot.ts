/** The picture beside the table: rates with their marks, and where the CPU of a charge goes. */
import { type ChargeSummary, MARKS, sum } from './charge-summary.ts'

const [WIDTH, LABEL, RIGHT, BAR, ROW] = [880, 70, 90, 26, 44] as const
const SPAN = WIDTH - LABEL - RIGHT

/** Told apart by those who see few colours, on white and on black (after Paul Tol). */
const colours: Record<string, string> = {
  postgres: '#4477aa',
  api: '#ee6677',
  vault: '#228833',
  worker: '#ccbb44',
  simulator: '#66ccee',
  shop: '#aa3377',
  peer: '#ee9944',
  load: '#999999',
}
/** On these white is read; on the others black. */
const deep = ['#4477aa', '#228833', '#aa3377']
const colourOf = (role: string) => colours[role] ?? '#777777'

const order = Object.keys(colours)
const inOrder = ([a]: [string, number], [b]: [string, number]) => order.indexOf(a) - order.indexOf(b)

type Bar = {
  name: string
  parts: [colour: string, value: number, title: string][]
  mark?: number
  says: string
}

/** An SVG by itself, which follows the reader's light or dark scheme. */
export function drawCharges({ floor, peer, path }: ChargeSummary): string {
  const named = [
    ['floor', floor] as const,
    ...(peer ? [['peer', peer] as const] : []),
    ['path', path] as const,
  ]
  const marks: Record<string, number> = { floor: MARKS.toFloor, peer: MARKS.toPeer }
  const rates = named.map(([name, { perSecond }]): Bar => {
    const says = `${Math.round(perSecond).toLocaleString('en')}/s`
    const bar: Bar = { name, says, parts: [[name === 'path' ? '#4477aa' : '#999999', perSecond, says]] }
    return marks[name] === undefined ? bar : { ...bar, mark: marks[name] * perSecond }
  })
  const cpu = named.map(
    ([name, { cpu }]): Bar => ({
      name,
      says: `${Math.round(sum(cpu))} µs`,
      parts: [...cpu].sort(inOrder).map(([role, us]) => [colourOf(role), us, `${role} ${Math.round(us)}`]),
    }),
  )
  const used = new Set(named.flatMap(([, { cpu }]) => [...cpu.keys()]))
  const roles = [...new Set([...Object.keys(colours), ...used])].filter((role) => used.has(role))
  const second = 60 + rates.length * ROW + 34
  const height = second + cpu.length * ROW + 50
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Charges a second and CPU a charge of floor, peer and path">
<style>
  text { font: 14px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 } .in { font-size: 12px; text-anchor: middle } .end { text-anchor: end }
  .mark { stroke: #1f2328; stroke-width: 2; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .mark { stroke: #e6edf3 } }
</style>
${title(24, `Charges a second (dashed: the marks, ${MARKS.toFloor} of the floor and ${MARKS.toPeer} of the peer)`)}
${bars(rates, 40)}
${title(second - 16, 'CPU a charge in microseconds, by role')}
${bars(cpu, second)}
${roles.map((role, at) => `<rect x="${LABEL + at * 95}" y="${height - 28}" width="12" height="12" fill="${colourOf(role)}"/><text x="${LABEL + at * 95 + 18}" y="${height - 17}">${role}</text>`).join('\n')}
</svg>
`
}

const title = (y: number, text: string) => `<text class="title" x="${LABEL}" y="${y}">${text}</text>`

function bars(rows: Bar[], top: number): string {
  const most = Math.max(...rows.map(({ parts }) => parts.reduce((total, [, value]) => total + value, 0)))
  const scale = SPAN / most
  return rows
    .map(({ name, parts, mark, says }, at) => {
      const y = top + at * ROW
      let x: number = LABEL
      const drawn = parts.map(([colour, value, text]) => {
        const width = value * scale
        const inside = parts.length > 1 && width > text.length * 7
        const label = inside ? inBar(px(x + width / 2), y + 17, text, colour) : ''
        const box = `<rect x="${px(x)}" y="${y}" width="${px(width)}" height="${BAR}" fill="${colour}"><title>${text}</title></rect>${label}`
        x += width
        return box
      })
      const at70 = mark === undefined ? '' : px(LABEL + mark * scale)
      const line = at70 && `<line class="mark" x1="${at70}" x2="${at70}" y1="${y - 5}" y2="${y + BAR + 5}"/>`
      return `<text class="end" x="${LABEL - 10}" y="${y + 18}">${name}</text>${drawn.join('')}${line}<text x="${px(x + 8)}" y="${y + 18}">${says}</text>`
    })
    .join('\n')
}

/** Its bar's colour is the same in both schemes, so its own must be. */
const inBar = (x: string, y: number, text: string, colour: string) =>
  `<text class="in" style="fill: ${deep.includes(colour) ? '#ffffff' : '#1f2328'}" x="${x}" y="${y}">${text}</text>`

const px = (value: number) => value.toFixed(1)
