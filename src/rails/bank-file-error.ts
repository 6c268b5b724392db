/**
 * Where in a file a rule is broken. `record` counts from 1, `segment` within its record from 1; `line` and `column` too, of a file as an
 * editor shows it.
 */
export type FilePlace = {
  record?: number
  segment?: number
  line?: number
  column?: number
  field?: string
}

/**
 * A file, or an item on its way into one, breaks its layout. The message says record or line, segment or column, field and rule, and never what
 * the field holds: it may be an account number.
 */
export class BankFileError extends Error {
  override name = 'BankFileError'
  readonly rule: string
  readonly place: FilePlace

  constructor(rule: string, place: FilePlace = {}) {
    const where = [
      place.record === undefined ? undefined : `record ${place.record}`,
      place.segment === undefined ? undefined : `segment ${place.segment}`,
      place.line === undefined ? undefined : `line ${place.line}`,
      place.column === undefined ? undefined : `column ${place.column}`,
      place.field,
    ].filter((part) => part !== undefined)
    super(where.length > 0 ? `${where.join(', ')}: ${rule}` : rule)
    this.rule = rule
    this.place = place
  }
}
