import { z } from 'zod'

/** Longer than any IANA name. */
const LENGTH_MAX = 64

/** Every name that this Node knows, and UTC, which is on no list of places. */
const names = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])

/** An IANA name such as `America/Toronto`, spelled as the list has it. */
export const timeZone = z
  .string()
  .max(LENGTH_MAX)
  .refine((name) => names.has(name), 'must be an IANA time zone such as America/Toronto, or UTC')
  .meta({ examples: ['America/Toronto'] })
