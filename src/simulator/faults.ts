/** How the whole network misbehaves until told otherwise; tests set it through `POST /faults`. */
export type Faults = {
  /** How long every answer is held back, but those to sign-ons and echo tests: the link stays. */
  answerDelayMs: number
  /** How many further messages, echo tests included, are carried out but not answered. */
  stopAnswering: number
  /** How many further sign-ons are refused. */
  refuseSignOn: number
  /** How many further answers are held for a moment and sent in the opposite order (`reordering.ts`). */
  reorderAnswers: number
  /** How many further answers are sent twice. */
  duplicateAnswers: number
}

export const noFaults = (): Faults => ({
  answerDelayMs: 0,
  stopAnswering: 0,
  refuseSignOn: 0,
  reorderAnswers: 0,
  duplicateAnswers: 0,
})
