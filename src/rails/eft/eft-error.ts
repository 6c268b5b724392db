/** Where in a file a rule is broken. `record` counts from 1, `segment` within its record from 1. */
export type EftPlace = { record?: number; segment?: number; field?: string }

/**
 * A file, or an item on its way into one, breaks its layout. The message says record, segment, field and rule, and never what
 * the field holds: it may be an account number.
 */
export class EftError extends Error {
  override name = 'EftError'
  readonly rule: string
  readonly place: EftPlace

  constructor(rule: string, place: EftPlace = {}) {
    const where = [
      place.record === undefined ? undefined : `record ${place.record}`,
      place.segment === undefined ? undefined : `segment ${place.segment}`,
      place.field,
    ].filter((part) => part !== undefined)
    super(where.length > 0 ? `${where.join(', ')}: ${rule}` : rule)
    this.rule = rule
    this.place = place
  }
}
