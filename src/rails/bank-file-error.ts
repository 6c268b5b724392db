/**
 * Where in a file a rule is broken. `record` counts from 1, `segment` within its record from 1; `line` and
 * `column` too, of a file as an editor shows it.
 */
export type FilePosition = {
  record?: number
  segment?: number
  line?: number
  column?: number
  field?: string
}

/**
 * A file, or an item on its way into one, breaks its layout. The message says record or line, segment or
 * column, field and rule, and never what the field holds: it may be an account number.
 */
export class BankFileError extends Error {
  override name = 'BankFileError'
  readonly rule: string
  readonly position: FilePosition

  constructor(rule: string, position: FilePosition = {}) {
    const where = [
      position.record === undefined ? undefined : `record ${position.record}`,
      position.segment === undefined ? undefined : `segment ${position.segment}`,
      position.line === undefined ? undefined : `line ${position.line}`,
      position.column === undefined ? undefined : `column ${position.column}`,
      position.field,
    ].filter((part) => part !== undefined)
    super(where.length > 0 ? `${where.join(', ')}: ${rule}` : rule)
    this.rule = rule
    this.position = position
  }
}
