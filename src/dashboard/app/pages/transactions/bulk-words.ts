import { inBoth } from '../../words/words.ts'

/** What is said of an action on many, before and after. */
export const bulkWords = inBoth({
  en: {
    refund: 'Refunds all that is left of each. What cannot be refunded is left alone and told.',
    cancel: 'Cancels each whose money is not on its way. What cannot be cancelled is left alone and told.',
    send_link: 'Mails each contact the link again.',
    failed: (failed: number) => `${failed} could not be done:`,
    chosen: 'Chosen',
    refundable: 'Of them can be refunded, as their rows say',
    atMost: 'What is left of those, at most',
    nothing: 'Nothing',
    progress: (over: number, of: number) => `${over} of ${of} are over`,
    finished: (done: number, failed: number) => `All are over: ${done} done, ${failed} could not be done.`,
    stopped: (stopped: number) => `${stopped} stopped before.`,
  },
  fr: {
    refund: 'Rembourse tout ce qui reste de chacune. Ce qui ne peut l’être est laissé tel quel et signalé.',
    cancel:
      'Annule chacune dont l’argent n’est pas en route. Ce qui ne peut l’être est laissé tel quel et signalé.',
    send_link: 'Envoie à nouveau le lien à chaque client.',
    failed: (failed) => `${failed} n’ont pas pu l’être\u00a0:`,
    chosen: 'Choisies',
    refundable: 'Dont remboursables, selon leurs lignes',
    atMost: 'Ce qui reste de celles-ci, au plus',
    nothing: 'Rien',
    progress: (over, of) => `${over} sur ${of} sont terminées`,
    finished: (done, failed) => `Toutes sont terminées\u00a0: ${done} faites, ${failed} n’ont pas pu l’être.`,
    stopped: (stopped) => `${stopped} arrêtées avant.`,
  },
})
