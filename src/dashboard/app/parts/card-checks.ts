import { useCallback } from 'react'
import { networkWords } from '../words/network-words.ts'
import { useWords } from '../words/words.ts'

/** What the network has said of a card as it verified it, in its own codes. */
export type CardChecks = {
  funding: string | null
  country: string | null
  cvc_result: string | null
  postal_code_result: string | null
}

/**
 * In a line, such as `CA · credit · security code matches (CVC M) · postal code matches (AVS Z)`; undefined
 * where it has said nothing. The codes stay: they are what a bank's desk asks for.
 */
export function useCardChecks(): (card: CardChecks) => string | undefined {
  const say = useWords(networkWords)
  return useCallback(
    ({ country, funding, cvc_result: cvc, postal_code_result: avs }) =>
      [
        country,
        funding && (say.funding[funding] ?? funding),
        cvc && `${say.cvc[cvc] ?? say.cvcOther} (CVC ${cvc})`,
        avs && `${say.postalCode[avs] ?? say.postalCodeOther} (AVS ${avs})`,
      ]
        .filter(Boolean)
        .join(' · ') || undefined,
    [say],
  )
}
