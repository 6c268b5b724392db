/** The number of a bank in the United States. It runs in the browser and on the server. */

/**
 * ABA routing number: 3·(d1+d4+d7) + 7·(d2+d5+d8) + (d3+d6+d9) is a multiple of 10 (ABA Key to Routing
 * Numbers).
 */
export function hasAbaChecksum(routing: string): boolean {
  const weights = [3, 7, 1, 3, 7, 1, 3, 7, 1]
  return weights.reduce((sum, weight, at) => sum + weight * Number(routing[at]), 0) % 10 === 0
}
