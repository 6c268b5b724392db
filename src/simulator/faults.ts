/** How the whole network misbehaves until told otherwise; tests set it through `POST /faults`. */
export type Faults = {
  /** How long every answer is held back. */
  answerDelayMs: number
  /** How many further messages, echo tests included, are carried out but not answered. */
  stopAnswering: number
  /** How many further sign-ons are refused. */
  refuseSignOn: number
}

export const noFaults = (): Faults => ({ answerDelayMs: 0, stopAnswering: 0, refuseSignOn: 0 })
