import { inBoth } from '../../words/words.ts'

/** What is said of an action: what it did, and that something else came before it. */
export const actionWords = inBoth({
  en: {
    refunded: (amount: string) => `Refunded ${amount}; the network has accepted it.`,
    refundWaits: (amount: string) => `A refund of ${amount} is asked for; it is not done yet.`,
    captured: (amount: string) => `Captured ${amount}.`,
    released: 'The hold is given up.',
    cancelled: 'The transaction is cancelled.',
    mailed: 'The mail with the link waits to be sent.',
    leftChanged: (before: string, now: string) =>
      `Something else happened since you opened this: at most ${now} can be taken now; it was ${before}.`,
    notAnyMore: 'Something else happened since you opened this, and it is not possible any more:',
    goOn: (most: string) => `Go on with at most ${most}`,
  },
  fr: {
    refunded: (amount) => `${amount} remboursés; le réseau l’a accepté.`,
    refundWaits: (amount) => `Un remboursement de ${amount} est demandé; il n’est pas encore fait.`,
    captured: (amount) => `${amount} saisis.`,
    released: 'La retenue est abandonnée.',
    cancelled: 'L’opération est annulée.',
    mailed: 'Le courriel avec le lien attend d’être envoyé.',
    leftChanged: (before, now) =>
      `Autre chose s’est passé depuis que vous avez ouvert ceci\u00a0: ${now} au plus sont possibles; c’était ${before}.`,
    notAnyMore: 'Autre chose s’est passé depuis que vous avez ouvert ceci, et ce n’est plus possible\u00a0:',
    goOn: (most) => `Continuer avec ${most} au plus`,
  },
})
