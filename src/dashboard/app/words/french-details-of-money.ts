import { statesFr } from './states-fr.ts'

export type Detail = readonly [said: RegExp, french: string | ((...given: string[]) => string)]

const states: Record<string, string> = statesFr
/** `state` as a page names it, in quotation marks. */
export const inState = (state: string | undefined) => `«\u00a0${states[state ?? ''] ?? state}\u00a0»`
const kinds: Record<string, string> = { debit: 'Le débit', credit: 'Le crédit', payout: 'Le versement' }
const kindOf = (kind: string | undefined) => kinds[kind ?? ''] ?? 'L’opération'

/** Refusals about what moves money, and what it is paid with or for (french-details.ts). */
export const moneyDetails: readonly Detail[] = [
  // Of limits (src/companies/within-limit.ts).
  [
    /^Your company moves nothing in (\w+) yet\. .*$/,
    'Votre entreprise ne déplace encore rien en $1. Choisissez une autre devise, ou demandez à l’exploitant d’en fixer les limites.',
  ],
  [
    /^One transaction of your company in (\w+) may be at most ([\d.,\s]+)\. .*$/,
    'Une opération de votre entreprise en $1 est d’au plus $2. Demandez moins, ou faites relever la limite.',
  ],
  [
    /^The (debits|credits) of your company in (\w+) may be at most ([\d.,]+) a day, of which ([\d.,]+) is left today\. .*$/,
    (_, kind, currency, most, left) =>
      `Les ${kind === 'debits' ? 'débits' : 'crédits'} de votre entreprise en ${currency} sont d’au plus ${most} par jour, dont il reste ${left} aujourd’hui. Demandez moins, attendez le lendemain à Toronto, ou faites relever la limite.`,
  ],
  [
    /^The (debits|credits) of your company in (\w+) may be at most ([\d.,]+) a day\. .*$/,
    (_, kind, currency, most) =>
      `Les ${kind === 'debits' ? 'débits' : 'crédits'} de votre entreprise en ${currency} sont d’au plus ${most} par jour. Demandez moins, ou faites relever la limite.`,
  ],
  // Of cards (src/charges).
  [
    /^The card is still pending: .*$/,
    'La carte est encore en attente\u00a0: réessayez une fois qu’elle est active.',
  ],
  [
    /^The card was entered for one debit .*$/,
    'La carte a été donnée pour un seul débit, et ne peut rien payer d’autre.',
  ],
  [
    /^The card is (\w+); use another card of the contact\.$/,
    (_, state) => `La carte est dans l’état ${inState(state)}; prenez une autre carte du client.`,
  ],
  [/^The card was deleted meanwhile, .*$/, 'La carte a été supprimée entre-temps\u00a0: rien n’a été pris.'],
  [
    /^The card could be charged again just now; .*$/,
    'La carte peut de nouveau être débitée depuis un instant; réessayez.',
  ],
  [/^The debit cannot be paid any more; .*$/, 'Le débit ne peut plus être payé; voyez son état.'],
  // Of holds.
  [
    /^The debit is (\w+); only a preauthorized one holds an amount\.$/,
    (_, state) => `Le débit est dans l’état ${inState(state)}; seul un débit préautorisé retient un montant.`,
  ],
  [
    /^The authorization has expired; .*$/,
    'L’autorisation est échue; autorisez ou débitez la carte de nouveau.',
  ],
  [/^It is being captured already; .*$/, 'La saisie est déjà en cours; voyez bientôt ce qu’il en est.'],
  [
    /^It is being captured, which is never reversed; .*$/,
    'La saisie est en cours, et ne s’annule pas; remboursez une fois le débit payé.',
  ],
  [/^The network did not take the capture\.$/, 'Le réseau n’a pas pris la saisie.'],
  // Of refunds.
  [
    /^The debit is (\w+); only what was paid can be refunded\.$/,
    (_, state) => `Le débit est dans l’état ${inState(state)}; on ne rembourse que ce qui a été payé.`,
  ],
  [
    /^It is disputed, so the card holder has the money already.*$/,
    'Le débit est contesté\u00a0: le titulaire de la carte a déjà l’argent.',
  ],
  [
    /^The card network took money back for it .*$/,
    'Le réseau de cartes a repris de l’argent pour ce débit\u00a0: il faut d’abord voir pourquoi.',
  ],
  [
    /^The payer’s bank took the money back, .*$/,
    'La banque du payeur a repris l’argent\u00a0: le payeur l’a déjà.',
  ],
  [/^All of it was refunded, or is being refunded.*$/, 'Tout est remboursé, ou en cours de remboursement.'],
  [
    /^The bank account that paid was deleted; .*$/,
    'Le compte bancaire qui a payé est supprimé; choisissez un autre compte du client.',
  ],
  [/^It was refunded at the same moment; .*$/, 'Un remboursement a été fait au même moment; réessayez.'],
  [
    /^The charge could not be reversed and stands\. .*$/,
    'Le débit n’a pu être annulé et reste. Remboursez-le de nouveau.',
  ],
  [
    /^The network did not answer, so the refund was reversed: .*$/,
    'Le réseau n’a pas répondu\u00a0: le remboursement a été annulé, rien n’est reparti. Remboursez de nouveau.',
  ],
  [
    /^It is on its way: its outcome is not known yet, .*$/,
    'Il est en route\u00a0: son issue n’est pas encore connue, et il ne peut être rappelé.',
  ],
  [
    /^It was taken: it is on its way to the payer, .*$/,
    'Il est pris\u00a0: il est en route vers le payeur, et ne peut être rappelé.',
  ],
  [/^It has arrived: the payer has the money\.$/, 'Il est arrivé\u00a0: le payeur a l’argent.'],
  [
    /^It is a credit; only what was paid to you .*$/,
    'C’est un crédit; on ne rembourse que ce qui vous a été payé.',
  ],
  [/^The refund failed: .*$/, 'Le remboursement a échoué.'],
  [/^Whoever asked for it may not write .*$/, 'Qui l’a demandé n’en a plus le droit.'],
  // Of what is open or under way.
  [
    /^Its card is being charged at this moment; .*$/,
    'Sa carte est débitée en ce moment; voyez bientôt ce qu’il en est.',
  ],
  [
    /^A card is being charged for it now; .*$/,
    'Une carte est débitée pour lui en ce moment; voyez bientôt ce qu’il en est.',
  ],
  [
    /^The (\w+) is in a file for the bank .*$/,
    (_, kind) => `${kindOf(kind)} est dans un fichier pour la banque, et ne peut plus être arrêté.`,
  ],
  [
    /^The debit is (\w+); only one that is requested can be paid\.$/,
    (_, state) => `Le débit est dans l’état ${inState(state)}; seul un débit demandé peut être payé.`,
  ],
  [
    /^The credit is (\w+); where it goes is decided already\.$/,
    (_, state) => `Le crédit est dans l’état ${inState(state)}; où il va est déjà décidé.`,
  ],
  [
    /^The payout is (\w+); only a returned one can be sent again\.$/,
    (_, state) =>
      `Le versement est dans l’état ${inState(state)}; seul un versement revenu peut être renvoyé.`,
  ],
  [
    /^The (\w+) is (\w+); its link decides nothing any more\.$/,
    (_, kind, state) => `${kindOf(kind)} est dans l’état ${inState(state)}; son lien ne décide plus rien.`,
  ],
  [
    /^The (\w+) is (\w+); refund it instead\.$/,
    (_, kind, state) => `${kindOf(kind)} est dans l’état ${inState(state)}; remboursez-le plutôt.`,
  ],
  [/^Its payer is paying at this moment; .*$/, 'Le payeur paie en ce moment; voyez bientôt ce qu’il en est.'],
  [
    /^The link of this (\w+) is over; .*$/,
    (_, kind) => `Le lien de ce ${kind === 'credit' ? 'crédit' : 'débit'} est échu; faites-en un nouveau.`,
  ],
  [/^Its contact was deleted\.$/, 'Son client a été supprimé.'],
  [
    /^Its contact was mailed within the last minute; .*$/,
    'Un courriel est parti à ce client il y a moins d’une minute; réessayez après cela.',
  ],
  [
    /^Money of this contact is still moving: .*$/,
    'De l’argent de ce client bouge encore. Rien n’a été effacé; supprimez le client s’il ne doit plus servir, et effacez-le une fois que tout est arrivé.',
  ],
  // Of disputes.
  [/^The dispute could be answered until (.+)\.$/, 'On pouvait répondre à la contestation jusqu’au $1.'],
  [
    /^The dispute is (\w+); it takes no evidence any more\.$/,
    (_, state) => `La contestation est dans l’état ${inState(state)}, et ne prend plus de preuves.`,
  ],
  [/^There is no evidence to submit; .*$/, 'Il n’y a pas de preuve à soumettre; ajoutez-en d’abord.'],
  [/^The content of .* was deleted on (.+); .*$/, 'Le contenu de ce document a été supprimé le $1.'],
  [
    /^The dispute is (\w+); only one that is under_review .*$/,
    (_, state) =>
      `La contestation est dans l’état ${inState(state)}; seule une contestation à l’examen peut être fermée comme perdue. Rien n’a changé.`,
  ],
  // Of schedules.
  [
    /^The schedule is (\w+); it has to be .*$/,
    (_, state) => `L’échéancier est dans l’état ${inState(state)}, qui ne le permet pas.`,
  ],
  [/^The next occurrence is number (\d+)\.$/, 'La prochaine échéance est la numéro $1.'],
  [
    /^Only the last one, number (-?\d+), can be taken back\.$/,
    'Seule la dernière, la numéro $1, peut être reprise.',
  ],
  [
    /^Number (\d+) was not skipped, .*$/,
    'La numéro $1 n’a pas été sautée, l’a été il y a trop longtemps, ou son jour est passé.',
  ],
  [
    /^The (\w+) is (\w+)\.$/,
    (_, kind, state) => `${kindOf(kind)} est dans l’état ${inState(state)}, qui ne le permet pas.`,
  ],
]
