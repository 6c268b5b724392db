/**
 * Wraps comments at 110 columns, which the formatter leaves to us: `npm run fix` writes, `test/tidy.test.ts`
 * asks. Paragraphs and list items are wrapped each by itself; code, tables and what is indented by itself
 * stay as they are.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../src/ground/config.ts'

export const COLUMNS = 110

/** Whose comments are wrapped: what a generator wrote stays as it wrote it. */
export const isWrapped = (file: string) => /\.(tsx?|css)$/.test(file) && !file.includes('/generated/')
/** A word that has no break in it, such as a URL, may be longer. */
const isLong = (line: string) => line.length > COLUMNS && /\S\s+\S+\s+\S/.test(line.trim())

/**
 * The source with every comment wrapped that has a line which is too long; others are left as they were
 * written.
 */
export function wrapComments(source: string): string {
  const lines = source.split('\n')
  const wrapped: string[] = []
  for (let at = 0; at < lines.length; ) {
    const block = commentAt(lines, at)
    if (block === undefined) wrapped.push(lines[at++]!)
    else {
      wrapped.push(...(block.lines.some(isLong) && !isForTools(block) ? block.wrap() : block.lines))
      at += block.lines.length
    }
  }
  return wrapped.join('\n')
}

/** What a tool reads has to stay on its line. */
const isForTools = ({ lines }: Block) => lines.some((line) => /biome-ignore|@ts-/.test(line))

type Block = { lines: string[]; wrap(): string[] }

/** The comment that begins on this line, if it has the line to itself. */
function commentAt(lines: string[], at: number): Block | undefined {
  const [, indent = '', opening] = /^(\s*)(\/\*\*|\/\/)/.exec(lines[at]!) ?? []
  if (opening === undefined) return undefined
  let end = at
  if (opening === '//') {
    while (lines[end + 1]?.startsWith(`${indent}// `)) end += 1
    const block = lines.slice(at, end + 1)
    const text = block.map((line) => line.slice(indent.length).replace(/^\/\/ ?/, ''))
    return { lines: block, wrap: () => reflow(text, `${indent}// `) }
  }
  while (!lines[end]!.includes('*/')) end += 1
  const block = lines.slice(at, end + 1)
  // Code behind it on its line: it is an argument's, and short.
  if (!lines[end]!.trimEnd().endsWith('*/')) return undefined
  const text = block
    .join('\n')
    .trim()
    .replace(/^\/\*\*[ \t]?\n?/, '')
    .replace(/\s*\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
  return {
    lines: block,
    wrap: () => [`${indent}/**`, ...reflow(text, `${indent} * `), `${indent} */`],
  }
}

const OWN_LINE = /^(```|\||@|#|\s)/
const ITEM = /^([-*]|\d+\.)\s/

/** Paragraphs of lines as lines of at most so many columns behind `prefix`. */
function reflow(text: string[], prefix: string): string[] {
  const paragraphs: string[] = []
  let open = false
  let inCode = false
  for (const line of text) {
    if (line.startsWith('```')) inCode = !inCode
    const own = inCode || line === '' || OWN_LINE.test(line)
    if (own || !open || ITEM.test(line)) paragraphs.push(line)
    else paragraphs.push(`${paragraphs.pop()!} ${line}`)
    open = !own
  }
  return paragraphs.flatMap((paragraph) =>
    OWN_LINE.test(paragraph) || paragraph === ''
      ? [`${prefix}${paragraph}`.trimEnd()]
      : wrap(paragraph, COLUMNS - prefix.length).map((line) => `${prefix}${line}`),
  )
}

function wrap(paragraph: string, width: number): string[] {
  const hanging = ITEM.test(paragraph) ? '  ' : ''
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = hanging + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

if (import.meta.main) {
  const listed = [
    'ls-files',
    ...(process.argv.length > 2 ? process.argv.slice(2) : ['src', 'sdk', 'test', 'bench']),
  ]
  const files = execFileSync('git', listed, { cwd: projectFolder, encoding: 'utf8' }).split('\n')
  for (const file of files.filter(isWrapped)) {
    const path = `${projectFolder}/${file}`
    const source = readFileSync(path, 'utf8')
    const wrapped = wrapComments(source)
    if (wrapped !== source) writeFileSync(path, wrapped)
  }
}
