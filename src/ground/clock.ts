/**
 * The only source of time in the program, so that the demo's clock can be moved and tests can hold it still.
 * In SQL its counterpart is the function `jetpay_now()`.
 */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
