/** How a scenario ends otherwise than by being played to its end. */

/** The shop has no such step: it need not have it. */
export class NotPlayed extends Error {}

/** It could not be played to its end, so nothing is known of the shop. */
export class NotReached extends Error {}

/** What ends the rehearsal early, since nothing can be judged after it. */
export class EndOfRehearsal extends Error {}
