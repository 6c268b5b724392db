/**
 * Of the payments that ended the part that was paid, in percent with one decimal: to the nearest, half up,
 * and 100.0 only where none failed. Null where none ended.
 */
export function successRate(paid: bigint, failed: bigint): string | null {
  const ended = paid + failed
  if (ended === 0n) return null
  const nearest = (paid * 2_000n + ended) / (ended * 2n)
  const thousandths = nearest === 1_000n && failed > 0n ? 999n : nearest
  return `${thousandths / 10n}.${thousandths % 10n}`
}
