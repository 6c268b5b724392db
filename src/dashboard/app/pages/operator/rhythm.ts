/** The operator's pages follow no stream: what they show is asked anew this often. */
export const AGAIN_MS = 10_000
