import { fieldPatterns } from './french-fields.ts'

/**
 * What went wrong at somebody else's, in French: what the API says in English of deliveries, mails and bank
 * returns. A sentence that is not known is shown as it is, and so is what another's server wrote.
 */
const patterns: readonly [said: RegExp, french: string][] = [
  ...fieldPatterns,
  // Of deliveries (src/webhooks/delivery-error.ts).
  [/^answered (\d+); redirects are not followed$/, 'a répondu $1; les redirections ne sont pas suivies'],
  [/^answered 101 .*$/, 'a répondu 101 ou 100, ce qui ne termine aucune requête; répondez 2xx'],
  [/^answered (\d+)$/, 'a répondu $1'],
  [/^no answer within ([\d.]+) s$/, 'pas de réponse en $1 s'],
  [/^connection closed without an answer$/, 'connexion fermée sans réponse'],
  [/^the host name is not known$/, 'le nom d’hôte est inconnu'],
  [/^connection refused$/, 'connexion refusée'],
  [/^the host cannot be reached$/, 'l’hôte est injoignable'],
  [/^no connection in time$/, 'pas de connexion à temps'],
  [/^the host is not a public address$/, 'l’hôte n’est pas une adresse publique'],
  [/^the headers of the answer are too large$/, 'les en-têtes de la réponse sont trop longs'],
  [/^the answer is not HTTP$/, 'la réponse n’est pas du HTTP'],
  [
    /^the certificate or TLS of the host is not valid \((.*)\)$/,
    'le certificat ou le TLS de l’hôte n’est pas valide ($1)',
  ],
  [/^the request failed$/, 'la requête a échoué'],
  [/^failed with (.*)$/, 'a échoué\u00a0: $1'],
  // Of differences with the network (src/clearing/square-difference.ts).
  [
    /^what the network paid is now what was expected$/,
    'ce que le réseau a payé est maintenant ce qui était attendu',
  ],
  [/^the network rejected it$/, 'le réseau l’a rejeté'],
  // Of what is expected (src/operator/get-arrivals.ts).
  [
    /^What is queued by then is processed that day; it is (\S+) there\.$/,
    'Ce qui est en file d’ici là est traité ce jour-là; là-bas, nous sommes le $1.',
  ],
  [/^It comes once the network has closed that day\.$/, 'Il vient une fois que le réseau a clos ce jour-là.'],
  [
    /^It should have come: ask the network for it, and look at the alarms\.$/,
    'Il aurait dû venir\u00a0: demandez-le au réseau, et voyez les alarmes.',
  ],
  // Of files to banks (src/operator/operated-bank-file.ts).
  [
    /^Correct the cause with the bank, then retry the payouts in it\.$/,
    'Corrigez la cause avec la banque, puis réessayez les versements du fichier.',
  ],
  // Of files that were asked for (src/exports/make-exports.ts).
  [
    /^It has more than (\d+) rows; give created_after .*$/,
    'Il a plus de $1 lignes; choisissez des dates plus rapprochées.',
  ],
  [
    /^It could not be made\. Ask for less at a time, or tell the operator\.$/,
    'Il n’a pu être fait. Demandez-en moins à la fois, ou dites-le à l’exploitant.',
  ],
  // Of mails (src/mail/smtp.ts, src/operator/list-mails.ts).
  [
    /^There is no mail server: (\w+) is not set\.$/,
    'Il n’y a pas de serveur de courriel\u00a0: $1 n’est pas défini.',
  ],
  [/^connect ECONNREFUSED (.*)$/, 'connexion refusée ($1)'],
  [/^(?:getaddrinfo|queryA) (?:ENOTFOUND|EAI_AGAIN) (.*)$/, 'le nom d’hôte est inconnu ($1)'],
  [
    /^(?:connect ETIMEDOUT|Connection timeout|Greeting never received|Timeout).*$/,
    'pas de réponse à temps du serveur de courriel',
  ],
  [/^(?:Unexpected socket close|Connection closed.*)$/, 'le serveur de courriel a fermé la connexion'],
  [/^Can't send mail - all recipients were rejected: (.*)$/s, 'tous les destinataires ont été refusés : $1'],
  [/^Message failed: (.*)$/s, 'message refusé\u00a0: $1'],
  [/^Invalid login: (.*)$/s, 'identification refusée\u00a0: $1'],
  // Of what banks send back (src/rails/apply-bank-answer.ts, find-originals.ts).
  [/^is for another originator$/, 'il est pour un autre émetteur'],
  [
    /^it dishonors a return: .* \((.*)\)$/,
    'il rejette un retour\u00a0: la banque le reprend, et l’argent bouge une fois de plus ($1)',
  ],
  [
    /^it contests a dishonored return: .* \((.*)\)$/,
    'il conteste le rejet d’un retour\u00a0: pour la banque, le retour tient ($1)',
  ],
  [
    /^its code is among those of banks about returns.* \((.*)\)$/,
    'son code, réservé aux banques, est inconnu ($1)',
  ],
  [/^the item is a debit$/, 'l’original est un débit'],
  [/^the item is a credit$/, 'l’original est un crédit'],
  [/^the item has another amount$/, 'l’original est d’un autre montant'],
  [/^the item has another currency$/, 'l’original est d’une autre devise'],
  [/^the item came back before$/, 'l’original était déjà revenu'],
  [/^the item is of another account$/, 'l’original est d’un autre compte'],
  [/^the item was sent by another originator$/, 'l’original a été envoyé par un autre émetteur'],
  [/^the item is (?:queued|writing|cancelled|rejected)$/, 'l’original n’a pas été envoyé'],
  [/^no item has this cross reference$/, 'aucun original n’a cette référence'],
  [
    /^its trace number fits no item of this account$/,
    'son numéro de trace n’est celui d’aucun original de ce compte',
  ],
  [
    /^its trace number and its reference are of two items$/,
    'son numéro de trace et sa référence sont de deux originaux',
  ],
]

/** `text` in French, as far as it is known. */
export function errorInFrench(text: string): string {
  const known = patterns.find(([said]) => said.test(text))
  // An amount in it has a comma.
  return known
    ? text.replace(known[0], known[1]).replaceAll(/(?<![\d.])(\d+)\.(\d\d)(?![\d.])/g, '$1,$2')
    : text
}
