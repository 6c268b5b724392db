/** Whether more of an e-mail address need not come: the API refuses a part of one, and finds nobody by it. */
export const isWholeAddress = (typed: string): boolean =>
  /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*\.[^\s@.]{2,}$/.test(typed)
