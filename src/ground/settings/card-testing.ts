import type { Readers } from './readers.ts'

/** What card testing is told by, and what is done about it (docs/card-testing.md). A limit of 0 is none. */
export function readCardTestingSettings({ number }: Readers, isDemo: boolean) {
  const limit = (name: string, fallback: number) => number(name, fallback, 0, 1_000_000)
  return {
    cardTesting: {
      /**
       * Declines, beyond what approvals account for, at which a subject is locked out; they halve in six
       * hours.
       */
      declines: {
        company: limit('JETPAY_CARD_DECLINES_COMPANY', 10),
        address: limit('JETPAY_CARD_DECLINES_ADDRESS', 6),
        prefix: limit('JETPAY_CARD_DECLINES_PREFIX', 12),
        /** In the demo its few test cards are declined again and again. */
        card: limit('JETPAY_CARD_DECLINES_CARD', isDemo ? 30 : 10),
        bin: limit('JETPAY_CARD_DECLINES_BIN', 20),
      },
      /**
       * Cards, of whatever outcome, from which on an address has to prove work; at four times as many it is
       * locked out.
       */
      triesOfAddress: limit('JETPAY_CARD_TRIES_ADDRESS', 1_000),
      /** Bits of the first proof of work that is asked for; 0 asks for none. */
      proofBits: number('JETPAY_CARD_PROOF_BITS', 16, 0, 20),
    },
  }
}
