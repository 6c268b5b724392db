/**
 * What is done to the primary, and how it is made well again. `mayStay`: it need not lose its part by it.
 */
export type Fault = {
  what: string
  mayStay?: boolean
  inject(): Promise<void> | void
  heal(): Promise<void> | void
}
