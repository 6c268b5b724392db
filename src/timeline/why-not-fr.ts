/**
 * Why an action is not possible, in French. The rules speak English, as the API's problems do; a sentence
 * that is not here is shown as it is, and a test asks for those of every action in every state.
 */
const sentences: readonly [said: RegExp, french: string][] = [
  [
    /^The payout is requested/,
    'Il part avec le prochain fichier pour la banque; seul un versement revenu peut être renvoyé.',
  ],
  [
    /^The payout is (initiated|completed)/,
    'Il est en route ou arrivé; seul un versement revenu peut être renvoyé.',
  ],
  [/^The payout is /, 'Seul un versement revenu peut être renvoyé.'],
  [
    /^It is on its way: its outcome/,
    'Il est en route : son sort n’est pas encore connu, et il ne peut être rappelé.',
  ],
  [
    /^It was taken: it is on its way/,
    'Il a été accepté : il est en route vers le payeur et ne peut être rappelé.',
  ],
  [/^It has arrived: the payer/, 'Il est arrivé : le payeur a l’argent.'],
  [
    /^Your company is suspended/,
    'Votre entreprise est suspendue ou se ferme : rien ne part ni n’est encaissé. Demandez à l’exploitant.',
  ],
  [/ the scope /, 'Votre rôle ou jeton ne le permet pas.'],
  [/only what was paid can be refunded/, 'Seul ce qui a été payé peut être remboursé.'],
  [
    /^It is disputed/,
    'La transaction est contestée : le titulaire de la carte a déjà l’argent; voyez les contestations.',
  ],
  [
    /^The card network took money back/,
    'Le réseau de cartes a repris de l’argent, ce qui doit d’abord être examiné par l’exploitant.',
  ],
  [/^The payer’s bank took the money back/, 'La banque du payeur a repris l’argent : le payeur l’a déjà.'],
  [/^All of it was refunded/, 'Tout a été remboursé, ou est en train de l’être.'],
  [
    /^Its card is being charged at this moment/,
    'Sa carte est débitée en ce moment; la page dira ce qu’il en est.',
  ],
  [/is in a file for the bank/, 'Elle est dans un fichier pour la banque et ne peut plus être arrêtée.'],
  [
    /^It is being captured, which is never reversed/,
    'La saisie est en cours et ne s’annule pas; remboursez-la une fois payée.',
  ],
  [/^It is being captured already/, 'La saisie est déjà en cours.'],
  [/only a preauthorized one holds an amount/, 'Aucun montant n’est retenu.'],
  [/^The authorization has expired/, 'L’autorisation est expirée; autorisez ou débitez la carte de nouveau.'],
  [/its link decides nothing any more/, 'Son lien ne décide plus de rien.'],
  [/^Its payer is paying at this moment/, 'Le payeur paie en ce moment; la page dira ce qu’il en est.'],
  [/^The link of this (debit|credit) is over/, 'Son lien n’est plus valide; créez une nouvelle opération.'],
  [/^Its contact was deleted/, 'Son client a été supprimé.'],
  [
    /^Its contact was mailed within the last minute/,
    'Le lien a été envoyé il y a moins d’une minute; réessayez ensuite.',
  ],
  [
    /^There is no signed agreement/,
    'Aucun accord signé : aucun n’a été signé sur notre page, ou il n’est plus conservé.',
  ],
  [/refund it instead\.$/, 'Elle est déjà payée; remboursez-la plutôt.'],
  [/^The (debit|credit) is (paid|completed)\.$/, 'Elle est déjà payée.'],
  [/^The (debit|credit) is (failed|cancelled)\.$/, 'Elle est déjà terminée.'],
  [/^The (debit|credit) is [a-z]+\.$/, 'Son état ne le permet pas.'],
]

export const whyNotInFrench = (detail: string): string =>
  sentences.find(([said]) => said.test(detail))?.[1] ?? detail
