/**
 * How long each part of a rehearsal may take, in milliseconds (docs/rehearsal.md). Only what goes badly takes
 * as long: a shop that does it right is through in half a minute.
 */
export const rehearsalLimits = {
  /**
   * All scenarios together: with `drainMs`, the look back and what is put back it is the time that
   * docs/rehearsal.md promises.
   */
  playMs: 100_000,
  /** A last look at every order, and at how the shop has asked. */
  lookBackMs: 10_000,
  /** Putting the demo and the webhook back as they were. */
  putBackMs: 10_000,
  /** One scenario: a change of keys takes most, with all its tries. */
  scenarioMs: 50_000,
  /** A step at the door: a shop that waits for its charge waits for the network and for the reversal. */
  stepMs: 30_000,
  /** What the shop believes. */
  askMs: 5_000,
  /** A charge waits for the network, then for its reversal; a bank's file is gathered, sent and read. */
  happensMs: 40_000,
  /** Until the webhook has confirmed what happened: two deliveries that take the 15 s which they may. */
  confirmedMs: 35_000,
  /**
   * From a confirmed delivery to what the shop believes: for one that writes the delivery down and handles it
   * afterwards, on a machine that is busy. Who is later is looked at in the end.
   */
  beliefMs: 5_000,
  /** The same, while the shop is late with another order: it is waited for once, in the end. */
  beliefAgainMs: 2_000,
  /** In the end: a shop that is late and of which nothing changes for so long does nothing more. */
  stillMs: 30_000,
  /** In the end, however much changes: what it has not done by then is not known. */
  drainMs: 120_000,
  /** What a shop may take longer about a repeat than twice what it took about the first. */
  promptMs: 2_000,
  /** Receivers fetch keys for an unknown `kid` every ten seconds, libraries every thirty. */
  newKeyMs: 33_000,
  /** Between two tries of a delivery under a new key. */
  newKeyPauseMs: 5_000,
  /** A receiver that has just been busy with the same events may ask for a later try. */
  againMs: 1_000,
  /** So long it may; once a shop was told that it refuses repeats, a few tries are enough. */
  againForMs: 5_000,
  /** Before each further try of the platform's own delivery: it would come again within 5 s, then 30 s. */
  resumeMs: [1_000, 2_000, 4_000],
  /** For a shop that handles a forgery soon after its answer; later is seen in the end. */
  afterwardsMs: 300,
}

export type Limits = typeof rehearsalLimits

/** Between two looks at what is waited for. */
export const LOOK_MS = 100
