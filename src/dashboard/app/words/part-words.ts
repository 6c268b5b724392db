import { inBoth, plural } from './words.ts'

/** The words of the general parts. */
/** Of what is chosen among, by its label. */
const feminine = ['Devise', 'Méthode', 'Issue', 'Nature']

export const partWords = inBoth({
  en: {
    notPossible: 'What is not possible now, and why',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'The browser does not let this page copy. Select it here:',
    retry: 'Try again',
    requestId: 'Request',
    wentWrong: 'This could not be loaded',
    signedOut: 'Your session has ended. Sign in again, then go on.',
    notHere: 'It is not here',
    notHereSays: 'It was deleted, or is of another company than the one that is shown.',
    unexpected:
      'Something in this page went wrong that should not have. Try again; if it stays so, tell whoever runs the platform.',
    unreached: 'The server cannot be reached. Check your connection; nothing was lost.',
    unknown:
      'No answer came, so it is not known whether it was done. Try again when the connection is back: it will not be done twice.',
    lookAgain:
      'What you entered is kept here. Another may have changed it since: see how it is now, and decide anew.',
    pressAgain:
      'What you entered is kept here. Wait a moment, then press the button again: it will not be done twice.',
    doneBefore: 'It had been done at the first try. Nothing was done twice.',
    doneSince: 'What you asked for before you left is done.',
    earlierUnknown: (before: string, now: string) =>
      `No answer came when you asked for ${before}, so that may have been done already. Look at what is listed, or ask for ${before} again, which will not be done twice. Ask once more for ${now} only if you want it beside that.`,
    leaveTitle: 'Leave without saving?',
    leaveWhat: 'What you typed on this page is not saved, and is lost when you leave.',
    leave: 'Leave',
    close: 'Close',
    cancel: 'Cancel',
    undo: 'Undo',
    more: 'Show more',
    loadingMore: 'Loading more …',
    columns: 'Columns',
    selectRow: (name: string) => `Select ${name}`,
    selectAll: 'Select all that are shown',
    selected: (count: number) => `${plural('en', count, 'row', 'rows')} selected`,
    shown: (count: number) => plural('en', count, 'row', 'rows'),
    clearSelection: 'Clear the selection',
    clearFilters: 'Clear filters',
    filters: 'Filters',
    unknownFilters: 'The address asks for what is not known here, and it filters nothing:',
    dismissUnknown: 'Go on without it',
    any: (_of: string) => 'Any',
    from: 'From',
    to: 'To',
    none: '—',
    noAnswer: 'Nothing found',
    notifications: 'Messages',
    required: 'required',
    showing: 'Show',
    /** Behind a name, before what it is. */
    colon: ':',
  },
  fr: {
    notPossible: 'Ce qui n’est pas possible, et pourquoi',
    copy: 'Copier',
    copied: 'Copié',
    notCopied: 'Le navigateur ne permet pas à cette page de copier. Sélectionnez-le ici\u00a0:',
    retry: 'Réessayer',
    requestId: 'Requête',
    wentWrong: 'Le chargement a échoué',
    signedOut: 'Votre session est terminée. Connectez-vous de nouveau, puis continuez.',
    notHere: 'Il n’y a rien ici',
    notHereSays: 'Cela a été supprimé, ou appartient à une autre entreprise que celle qui est affichée.',
    unexpected:
      'Une erreur imprévue s’est produite dans cette page. Réessayez; si elle persiste, avertissez qui exploite la plateforme.',
    unreached: 'Le serveur est injoignable. Vérifiez votre connexion; rien n’est perdu.',
    unknown:
      'Aucune réponse n’est venue\u00a0: on ne sait pas si c’est fait. Réessayez quand la connexion est revenue; rien ne sera fait deux fois.',
    lookAgain:
      'Votre saisie est gardée ici. Un autre a pu changer cela entre-temps\u00a0: voyez ce qu’il en est, et décidez de nouveau.',
    pressAgain:
      'Votre saisie est gardée ici. Attendez un instant, puis appuyez de nouveau\u00a0: rien ne sera fait deux fois.',
    doneBefore: 'C’était déjà fait au premier essai. Rien n’a été fait deux fois.',
    doneSince: 'Ce que vous avez demandé avant de partir est fait.',
    earlierUnknown: (before, now) =>
      `Aucune réponse n’est venue pour ${before}\u00a0: c’est peut-être déjà fait. Voyez ce qui est dans la liste, ou redemandez ${before}, qui ne sera pas fait deux fois. Redemandez ${now} seulement si vous le voulez en plus.`,
    leaveTitle: 'Quitter sans enregistrer?',
    leaveWhat:
      'Ce que vous avez écrit dans cette page n’est pas enregistré, et est perdu si vous la quittez.',
    leave: 'Quitter',
    close: 'Fermer',
    cancel: 'Annuler',
    undo: 'Rétablir',
    more: 'Afficher plus',
    loadingMore: 'Chargement …',
    columns: 'Colonnes',
    selectRow: (name) => `Sélectionner ${name}`,
    selectAll: 'Sélectionner tout ce qui est affiché',
    selected: (count) => plural('fr', count, 'ligne sélectionnée', 'lignes sélectionnées'),
    shown: (count) => plural('fr', count, 'ligne', 'lignes'),
    clearSelection: 'Effacer la sélection',
    clearFilters: 'Effacer les filtres',
    filters: 'Filtres',
    unknownFilters: 'L’adresse demande ce qui n’est pas connu ici, et qui ne filtre rien\u00a0:',
    dismissUnknown: 'Continuer sans cela',
    any: (of) => (feminine.includes(of) ? 'Toutes' : 'Tous'),
    from: 'Du',
    to: 'Au',
    none: '—',
    noAnswer: 'Rien trouvé',
    notifications: 'Messages',
    required: 'obligatoire',
    showing: 'Afficher',
    colon: '\u00a0:',
  },
})
