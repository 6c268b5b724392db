import { exerciseCardNetwork } from '../../../test/exercise-card-network.ts'
import { cardNumbered, goodCard, startTestNetwork } from '../../../test/network.ts'

/** Longer than this network takes to answer on a busy machine, and waited for where it is silent. */
const TIMEOUT_MS = 1_500

for (const dialect of ['ascii', 'bcd'] as const)
  exerciseCardNetwork(`a card network that speaks ISO 8583 (${dialect})`, async (t) => {
    const demo = await startTestNetwork(t, { dialect, timeoutMs: TIMEOUT_MS })
    return {
      network: demo.network,
      newReference: demo.newReference,
      cards: {
        good: goodCard,
        declined: [
          { card: cardNumbered('4000000000009995'), fail_reason: 'insufficient_funds', retry: 'later' },
          { card: cardNumbered('4000000000200438'), fail_reason: 'stolen_card', retry: 'never' },
          { card: cardNumbered('4000000000200545'), fail_reason: 'expired_card', retry: 'after_fix' },
          { card: cardNumbered('4000000000200966'), fail_reason: 'network_error', retry: 'later' },
        ],
        wrongCvc: cardNumbered('4000000000000127'),
        wrongPostalCode: cardNumbered('4000000000000036'),
        prepaid: cardNumbered('5105105105105100'),
        silentTaken: cardNumbered('4000000000900011'),
        silentNotTaken: cardNumbered('4000000000900029'),
        breaksOff: cardNumbered('4000000000900045'),
        reversalsUnheard: cardNumbered('4000000000900052'),
        capturesUnheard: cardNumbered('4000000000920035'),
        refundDeclined: cardNumbered('4000000000920019'),
        notExpressible: cardNumbered('4242 4242 4242 4242'),
      },
      async money() {
        const { totals, entries } = await demo.books('?limit=1000')
        const { captured = 0, reversed = 0, refunded = 0, authorized = 0 } = totals.CAD ?? {}
        return { captured, reversed, refunded, held: authorized, requests: entries.length }
      },
      goAway: demo.goAway,
      comeBack: demo.comeBack,
    }
  })
