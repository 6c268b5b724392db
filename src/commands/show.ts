import { styleText } from 'node:util'
import { harmless } from './ending.ts'
import { padTo, widthOf, wrapTo } from './text-width.ts'

type Row = Record<string, unknown>
/** As `printAmount` of http/schema.ts makes one: its text stays exact. */
const isAmount = (value: unknown): value is { rawJSON: string } =>
  typeof value === 'object' && value !== null && 'rawJSON' in value
const isRow = (value: unknown): value is Row =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !isAmount(value)

/**
 * Bold and dim on a terminal that shows them; `styleText` itself keeps to NO_COLOR and to what is no
 * terminal.
 */
const bold = (text: string) => styleText('bold', text)
const dim = (text: string) => styleText('dim', text)

/** A value for people, on one line. Times are in UTC, to the second. */
function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-'
  if (isAmount(value)) return value.rawJSON
  if (value instanceof Date) return `${value.toISOString().slice(0, 19).replace('T', ' ')}Z`
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
      ? cell(new Date(value))
      : harmless(value.replaceAll('\n', ' '))
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cell).join(', ')
  if (isRow(value) && Object.keys(value).length === 0) return '-'
  if (isRow(value))
    return Object.entries(value)
      .map(([name, inner]) => `${name} ${cell(inner)}`)
      .join(', ')
  return String(value)
}

const titled = (name: string) => name.replaceAll('_', ' ')

/** Rows as columns that stand under each other. What is a number, or an amount, stands right. */
function table(rows: Row[], wanted?: readonly string[]): string {
  const names = namesOf(rows)
  const columns = wanted?.filter((name) => names.includes(name)) ?? names
  const cells = rows.map((row) => columns.map((name) => cell(row[name])))
  const widths = columns.map((name, at) =>
    Math.max(titled(name).length, ...cells.map((line) => widthOf(line[at]!))),
  )
  const right = columns.map((_, at) => cells.every((line) => /^(-?\d+(\.\d+)?|-)$/.test(line[at]!)))
  const line = (words: string[]) =>
    words
      .map((word, at) => padTo(word, widths[at]!, right[at]))
      .join('  ')
      .trimEnd()
  if (widths.reduce((all, width) => all + width + 2, -2) > screenWidth())
    return rows
      .map((row) => record(Object.fromEntries(columns.map((name) => [name, row[name]]))))
      .join('\n\n')
  return [bold(line(columns.map(titled))), ...cells.map(line)].join('\n')
}

/**
 * A table that is wider than the terminal is shown row by row, each value in lines that fit; a file or a pipe
 * takes it as it is.
 */
const screenWidth = () => (process.stdout.isTTY ? (process.stdout.columns ?? 80) : Number.POSITIVE_INFINITY)

const namesOf = (rows: Row[]) => [...new Set(rows.flatMap(Object.keys))]

/** It is copied as it is, lines and all (RFC 7468). */
const isPem = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('-----BEGIN ')

/** One record: a line for each thing, and a table for each list that it holds. */
function record(row: Row): string {
  const lists = Object.entries(row).filter(
    ([, value]) => Array.isArray(value) && value.length > 0 && value.every(isRow),
  )
  const plain = Object.entries(row).filter(([name]) => !lists.some(([list]) => list === name))
  const width = Math.max(0, ...plain.map(([name]) => name.length))
  const lines = plain.map(([name, value]) => {
    if (isPem(value)) return `${dim(titled(name))}\n${harmless(value.trim())}`
    const [first, ...rest] = wrapTo(cell(value), screenWidth() - width - 2)
    return [
      `${dim(titled(name).padEnd(width))}  ${first}`,
      ...rest.map((line) => `${' '.repeat(width)}  ${line}`),
    ].join('\n')
  })
  return [lines.join('\n'), ...lists.map(([name, rows]) => `${bold(titled(name))}\n${table(rows as Row[])}`)]
    .filter(Boolean)
    .join('\n\n')
}

/** What a command answers, for people. */
export function shown(answer: unknown, columns?: readonly string[]): string {
  if (Array.isArray(answer))
    return answer.length === 0
      ? 'None.'
      : table(
          answer.map((row) => (isRow(row) ? row : { value: row })),
          columns,
        )
  if (!isRow(answer)) return cell(answer)
  const { data, next_cursor: _, ...rest } = answer
  if (!Array.isArray(data)) return record(answer)
  const around = Object.keys(rest).length > 0 ? `${record(rest)}\n\n` : ''
  return `${around}${shown(data, columns)}`
}

/** That a list goes on, and how to ask for the rest: no row of it, so it is told beside. */
export const moreOf = (answer: unknown): string | undefined =>
  isRow(answer) && Array.isArray(answer.data) && typeof answer.next_cursor === 'string'
    ? `More: --cursor ${answer.next_cursor}`
    : undefined
