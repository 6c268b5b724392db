import { inBoth } from '../../words/words.ts'

/** Words of what a person has decided, on a timeline. */
export const decisionWords = inBoth({
  en: {
    decided_by: 'Decided by',
    decided_as: 'Decided as',
    deciders: { operator: 'Your platform’s operator' },
    decisions: {
      reversed: 'it did not happen',
      captured: 'it stands',
      released: 'not captured, given back',
      returned: 'the bank sent it back',
      stands: 'it stands',
      settle: 'completed',
      fail: 'failed',
      write_off: 'written off',
      correct: 'corrected',
    },
  },
  fr: {
    decided_by: 'Décidé par',
    decided_as: 'Décision',
    deciders: { operator: 'L’exploitant de votre plateforme' },
    decisions: {
      reversed: 'cela n’a pas eu lieu',
      captured: 'cela tient',
      released: 'pas de saisie, rendu',
      returned: 'la banque l’a retourné',
      stands: 'cela tient',
      settle: 'terminé',
      fail: 'échec',
      write_off: 'passé en pertes et profits',
      correct: 'corrigé',
    },
  },
})
