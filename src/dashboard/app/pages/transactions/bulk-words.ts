import { inBoth } from '../../words/words.ts'

/** What is said of an action on many, before and after. */
export const bulkWords = inBoth({
  en: {
    chosen: 'Chosen',
    refundable: 'Of them can be refunded, as their rows say',
    atMost: 'What is left of those, at most',
    nothing: 'Nothing',
    progress: (over: number, of: number) => `${over} of ${of} are over`,
    finished: (done: number, failed: number, stopped: number) =>
      `All are over: ${done} done, ${failed} could not be done${stopped > 0 ? `, ${stopped} stopped before` : ''}.`,
  },
  fr: {
    chosen: 'Choisies',
    refundable: 'Dont remboursables, selon leurs lignes',
    atMost: 'Ce qui reste de celles-ci, au plus',
    nothing: 'Rien',
    progress: (over, of) => `${over} sur ${of} sont terminées`,
    finished: (done, failed, stopped) =>
      `Toutes sont terminées\u00a0: ${done} faites, ${failed} n’ont pas pu l’être${stopped > 0 ? `, ${stopped} arrêtées avant` : ''}.`,
  },
})
