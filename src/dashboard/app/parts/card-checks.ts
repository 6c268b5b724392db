/** What the network has said of a card as it verified it, in its own codes. */
export type CardChecks = {
  funding: string | null
  country: string | null
  cvc_result: string | null
  postal_code_result: string | null
}

/** In a line, such as `CA · credit · CVC M · AVS Z`; undefined where it has said nothing. */
export const cardChecks = ({ country, funding, cvc_result, postal_code_result }: CardChecks) =>
  [country, funding, cvc_result && `CVC ${cvc_result}`, postal_code_result && `AVS ${postal_code_result}`]
    .filter(Boolean)
    .join(' · ') || undefined
