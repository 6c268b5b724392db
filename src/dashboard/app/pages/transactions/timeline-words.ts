import { inBoth } from '../../words/words.ts'

/** Words of a timeline beside those of the transaction: its fee, and webhooks that are stopped. */
export const timelineWords = inBoth({
  en: {
    basis_points: 'Of the amount, in hundredths of a percent',
    fixed: 'And for each payment',
    stopped: 'Webhook stopped',
    stoppedWhy: 'A stopped webhook gets this once it is resumed, on its page.',
  },
  fr: {
    basis_points: 'Du montant, en centièmes de pour cent',
    fixed: 'Et pour chaque paiement',
    stopped: 'Webhook arrêté',
    stoppedWhy: 'Un webhook arrêté le recevra une fois repris, sur sa page.',
  },
})
