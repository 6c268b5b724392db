import { inBoth } from '../../words/words.ts'

/** What is said of an action on many, before and after. */
export const bulkWords = inBoth({
  en: {
    refund: 'Refunds all that is left of each. What cannot be refunded is left alone and told.',
    cancel: 'Cancels each whose money is not on its way. What cannot be cancelled is left alone and told.',
    send_link: 'Mails each contact the link again.',
    failed: 'Not done, and why:',
    chosen: 'Chosen',
    refundable: 'Of them can be refunded, as their rows say',
    atMost: 'What is left of those, at most',
    nothing: 'Nothing',
    progress: (over: number, of: number) => `${over} of ${of} …`,
    finished: (done: number, failed: number) =>
      failed === 0 ? `Done: ${done}.` : `Done: ${done}. Could not be done: ${failed}.`,
    stopped: (stopped: number) => `Stopped before: ${stopped}.`,
  },
  fr: {
    refund: 'Rembourse tout ce qui reste de chacune. Ce qui ne peut l’être est laissé tel quel et signalé.',
    cancel:
      'Annule chacune dont l’argent n’est pas en route. Ce qui ne peut l’être est laissé tel quel et signalé.',
    send_link: 'Envoie à nouveau le lien à chaque client.',
    failed: 'Ce qui n’a pu être fait, et pourquoi\u00a0:',
    chosen: 'Choisies',
    refundable: 'Dont remboursables, selon leurs lignes',
    atMost: 'Ce qui reste de celles-ci, au plus',
    nothing: 'Rien',
    progress: (over, of) => `${over} sur ${of} …`,
    finished: (done, failed) =>
      failed === 0 ? `Fait\u00a0: ${done}.` : `Fait\u00a0: ${done}. N’a pu être fait\u00a0: ${failed}.`,
    stopped: (stopped) => `Arrêté avant\u00a0: ${stopped}.`,
  },
})
