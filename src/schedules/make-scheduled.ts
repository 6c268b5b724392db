import type { Job } from '../process/poll.ts'
import { chargeOccurrences, occurrencesDue } from './charge-occurrences.ts'
import { makeOccurrences, schedulesDue } from './make-occurrences.ts'

/** Days are what schedules count in; whoever moves the demo's clock sees it at once. */
const IDLE_MS = 250

/** What schedules are to make today. */
export const makeScheduled: Job = {
  name: 'make-scheduled',
  idleMs: IDLE_MS,
  due: schedulesDue,
  run: makeOccurrences,
}

/** The cards that schedules charge, apart from it: a network that is slow holds up no movement by bank. */
export const chargeScheduled: Job = {
  name: 'charge-scheduled',
  idleMs: IDLE_MS,
  due: occurrencesDue,
  run: chargeOccurrences,
}
