/** What is counted of a subject, how that fades, and what it comes to. */
import type { Scope, Subjects } from './subjects.ts'

export type Count = {
  subject: string
  tried: number
  approved: number
  declined: number
  counted_at: Date
  approved_since: Date | null
  told_at: Date | null
}

/** Of a subject that nobody has met. */
export const noCount = (subject: string, now: Date): Count => ({
  subject,
  tried: 0,
  approved: 0,
  declined: 0,
  counted_at: now,
  approved_since: null,
  told_at: null,
})

/**
 * A count halves in this time: a burst is felt for a day, and what begins again learns one or two an hour.
 */
const HALF_LIFE_MS = 6 * 3_600_000

/** The counts as they are now. */
export function faded(count: Count, now: Date): Count {
  const kept = 2 ** (-Math.max(0, now.getTime() - count.counted_at.getTime()) / HALF_LIFE_MS)
  const { tried, approved, declined, approved_since } = count
  return {
    subject: count.subject,
    told_at: count.told_at,
    tried: tried * kept,
    approved: approved * kept,
    declined: declined * kept,
    counted_at: now,
    approved_since: approved * kept < 0.05 ? null : approved_since,
  }
}

/**
 * How many declines an approval accounts for: of people who type their own card one in ten is declined, of
 * stolen cards nine in ten. A company's approvals are counted by visitor, one each, so that a crowd behind
 * one address pays for nobody else. A card that was approved explains no decline of it.
 */
const COVER: Record<Scope | 'visitor', number> = {
  company: 0.25,
  visitor: 0.5,
  address: 0.5,
  prefix: 0.5,
  bin: 0.5,
  card: 0,
}

/** Declines that no approval accounts for; negative: so many more would be. */
export const uncovered = (scope: Scope | 'visitor', { approved, declined }: Count): number =>
  declined - COVER[scope] * approved

/** The same in whole declines: one that has faded by a moment is still one. */
export const owed = (scope: Scope, count: Count): number => Math.max(0, Math.round(uncovered(scope, count)))

/** How long it takes until so many have faded below a limit, as `owed` rounds them. */
export const lockedFor = (many: number, limit: number): number =>
  Math.max(0, HALF_LIFE_MS * Math.log2(many / (limit - 0.5)))

/** Approvals of one visitor that say by themselves that people are there, and no tester. */
const CROWD = 10
/** How long ago a visitor's first approval must be, where it has few: before whoever tests has begun. */
const KNOWN_MS = 3_600_000

/** Whether this visitor, or payer, was known before the trouble, and has done nothing of it. */
export function isKnown(visitor: Count, knownPayer: boolean, now: Date): boolean {
  if (uncovered('visitor', visitor) >= 0.5) return false
  const since = visitor.approved_since
  const before = since !== null && now.getTime() - since.getTime() >= KNOWN_MS
  return knownPayer || before || visitor.approved >= CROWD
}

/** An attempt's end, put to the counts of its subjects, which are those of now. */
export function addOutcome(counts: Record<keyof Subjects, Count>, outcome: 'approved' | 'declined'): void {
  const { company, visitor, ...others } = counts
  const before = Math.max(0, uncovered('visitor', visitor))
  for (const count of [visitor, ...Object.values(others)]) {
    if (outcome === 'approved') count.approved_since ??= count.counted_at
    if (outcome === 'approved' && count === visitor && visitor.approved < 0.5) company.approved += 1
    count[outcome] += 1
  }
  company.declined = Math.max(0, company.declined + Math.max(0, uncovered('visitor', visitor)) - before)
}
