/**
 * What each test card does (the API says it in English, by the card's number), in French. Held complete by
 * `src/dashboard/french-words.test.ts`.
 */
const saved = (what: string) => `refusée à l’enregistrement\u00a0: ${what}`
const charged = (what: string) => `enregistrée; refusée au débit\u00a0: ${what}`
const silent = (what: string) => `enregistrée; au débit\u00a0: ${what}`
const clears = (what: string) => `approuvée; dans les fichiers de compensation\u00a0: ${what}`

export const frenchCards: Readonly<Record<string, string>> = {
  '4242424242424242': 'approuvée',
  '4000056655665556': 'approuvée (carte de débit)',
  '4000001240000000': 'approuvée (émise au Canada)',
  '5555555555554444': 'approuvée',
  '2223003122003222': 'approuvée (numéro de la série 2)',
  '5200828282828210': 'approuvée (carte de débit)',
  '5105105105105100': 'approuvée (carte prépayée)',
  '378282246310005': 'approuvée (15 chiffres, CVC de 4)',
  '6011111111111117': 'approuvée',
  '3530111333300000': 'approuvée',
  '4000000000000002': saved('non honorée (do_not_honour)'),
  '4000000000009987': saved('carte perdue (lost_card)'),
  '4000000000009979': saved('carte volée (stolen_card)'),
  '4000000000000069': saved('carte expirée (expired_card)'),
  '4000000000140006': saved('numéro invalide (invalid_card_number)'),
  '4000000000460008': saved('compte fermé (closed_account)'),
  '4000000000570004': saved('carte non admise (card_not_supported)'),
  '4000000000620007': saved('carte restreinte (restricted_card)'),
  '4000000000000127': saved('CVC inexact (incorrect_cvc; approuvée, mais il ne correspond pas)'),
  '4000000000000036': saved('code postal inexact (incorrect_postal_code; approuvée, mais sans accord)'),
  '4000000000000341': charged('non honorée (do_not_honour)'),
  '4000000000009995': charged('fonds insuffisants (insufficient_funds)'),
  '4000000000006975': charged('limite dépassée (exceeds_limit)'),
  '4100000000000019': charged('fraude soupçonnée (suspected_fraud)'),
  '4000000000000119': charged('émetteur injoignable (issuer_unavailable)'),
  '4000000000200412': charged('carte perdue (lost_card)'),
  '4000000000200438': charged('carte volée (stolen_card)'),
  '4000000000200545': charged('carte expirée (expired_card)'),
  '4000000000200578': charged('carte non admise (card_not_supported)'),
  '4000000000200628': charged('carte restreinte (restricted_card)'),
  '4000000000200966': charged('erreur du réseau (network_error)'),
  '5555550000000309': charged('non honorée (do_not_honour), à ne jamais réessayer'),
  '5555550000002107': charged('non honorée (do_not_honour), le titulaire a mis fin aux paiements'),
  '5555550000002404': charged('fonds insuffisants (insufficient_funds), à réessayer dans une heure'),
  '5555550000002701': charged('fonds insuffisants (insufficient_funds), à réessayer dans quatre jours'),
  '5555550000930018': charged(
    'numéro invalide (invalid_card_number), et le réseau donne le numéro qui la remplace (finit par 0026)',
  ),
  '5555550000930026': 'approuvée (remplace celle qui finit par 0018)',
  '5555550000930034': charged(
    'carte expirée (expired_card), et le réseau donne sa nouvelle date, 12/49, avec laquelle elle est approuvée',
  ),
  '5555550000930042': charged(
    'compte fermé (closed_account), et le réseau dit qu’il le reste\u00a0: la carte devient `closed`',
  ),
  '4000000000930018':
    'approuvée; un fichier de mises à jour des comptes la remplace (par celle qui finit par 0026)',
  '4000000000930026': 'approuvée (remplace celle qui finit par 0018)',
  '4000000000900011': silent('saisie, mais jamais de réponse'),
  '4000000000900029': silent('perdue en route\u00a0: ni saisie ni réponse'),
  '4000000000900037': silent('saisie, et la réponse vient trop tard'),
  '4000000000900045': silent('saisie, puis la connexion se ferme sans réponse'),
  '4000000000900052': silent('saisie, sans réponse, et ses deux premières annulations sont sans accusé'),
  '4000000000900060': silent('saisie, et la réponse est illisible'),
  '4000000000900078': silent('approuvée, et la réponse vient deux fois'),
  '4000000000920019':
    'approuvée; les remboursements à la carte sont refusés\u00a0: compte fermé (closed_account)',
  '4000000000920027': 'approuvée; les remboursements sont crédités, mais jamais de réponse',
  '4000000000920035': 'approuvée; la saisie d’une retenue est sans accusé les deux premières fois',
  '4000000000910010': clears('absente du premier, dans le suivant'),
  '4000000000910028': clears('dans aucun'),
  '4000000000910036': clears('pour 1,00 de moins; deux fichiers plus tard un ajustement l’apporte'),
  '4000000000910044': clears('deux fois dans un; au suivant un ajustement reprend la seconde'),
  '4000000000910051': clears('rejetée (motif 0101\u00a0: compte fermé), jamais payée'),
  '4000000000000259': clears('comme il se doit; au suivant une rétrofacturation la reprend'),
}
