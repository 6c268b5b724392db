/**
 * What the API says of a refusal as a whole, in French: why, how long it lasts and what else can be done. One
 * sentence for each code (problem-words.ts) stands where a detail is not known.
 */
import { type Detail, inState, moneyDetails } from './french-details-of-money.ts'

const details: readonly Detail[] = [
  // Of signing in (src/users).
  [
    /^Too many tries\. Wait up to (\d+) minutes, .*$/,
    'Trop d’essais. Attendez jusqu’à $1 minutes, utilisez une clé d’accès, ou choisissez un nouveau mot de passe par courriel.',
  ],
  [
    /^Address, password or code is not right\. .*$/,
    'Adresse, mot de passe ou code inexact. Réessayez, ou choisissez un nouveau mot de passe par courriel.',
  ],
  [
    /^This invitation was used, withdrawn or is over; .*$/,
    'Cette invitation a été utilisée, retirée ou est échue; demandez-en une nouvelle.',
  ],
  [/^This link was used or is over; .*$/, 'Ce lien a été utilisé ou est échu; demandez-en un nouveau.'],
  [
    /^This passkey is none of ours, .*$/,
    'Cette clé d’accès n’est pas connue ici, ou la page est restée ouverte trop longtemps. Réessayez.',
  ],
  [
    /^This passkey was not taken: .*$/,
    'Cette clé d’accès n’a pas été prise\u00a0: la page est restée ouverte trop longtemps, ou la clé est d’un autre site. Réessayez.',
  ],
  [
    /^This is not the code of now\. .*$/,
    'Ce n’est pas le code du moment. Voyez si l’heure du téléphone est juste, et recommencez.',
  ],
  [/^That is not right, or it is another account’s\. .*$/, 'C’est inexact, ou d’un autre compte. Réessayez.'],
  [
    /^Enter the code that your authenticator app shows, too\.$/,
    'Entrez aussi le code que montre votre application.',
  ],
  [
    /^Enter the code that your authenticator app shows, too, or use a passkey\.$/,
    'Entrez aussi le code que montre votre application, ou utilisez une clé d’accès.',
  ],
  [
    /^You have a passkey: use it, .*$/,
    'Vous avez une clé d’accès\u00a0: utilisez-la, ou entrez aussi un code de secours.',
  ],
  [
    /^Browsers make passkeys for host names only, and this is served at (.+): set JETPAY_PUBLIC_URL .*$/,
    'Les navigateurs ne font de clé d’accès que pour un nom d’hôte, et cette page est à $1\u00a0: l’exploitant doit régler JETPAY_PUBLIC_URL sur un nom, comme http://localhost:8400.',
  ],
  [
    /^You have (\d+) saved views of your own; .*$/,
    'Vous avez $1 vues enregistrées à vous; supprimez-en une qui ne sert pas.',
  ],
  [/^You keep (\d+) exports; .*$/, 'Vous gardez $1 exportations; supprimez-en une qui ne sert pas.'],
  [
    /^.* demands? a second factor.*, and this is your last: .*$/,
    'Un second facteur est exigé, et c’est votre dernier\u00a0: ajoutez-en d’abord un autre.',
  ],
  [/^There are (\d+) passkeys; .*$/, 'Il y a $1 clés d’accès; retirez-en une qui ne sert pas.'],
  [
    /^It is your only way to sign in: .*$/,
    'C’est votre seule façon de vous connecter\u00a0: choisissez d’abord un mot de passe, ou ajoutez une autre clé d’accès.',
  ],
  [
    /^They stand in for an app or a passkey: .*$/,
    'Les codes de secours remplacent une application ou une clé d’accès\u00a0: ajoutez-en d’abord une.',
  ],
  [
    /^Set up an authenticator app or a passkey of your own first, .*$/,
    'Ajoutez d’abord votre propre application ou clé d’accès, ou montrez-la\u00a0: sinon vous seriez exclu aussi.',
  ],
  [/^There is an account for (.+): .*$/, 'Il y a un compte pour $1\u00a0: connectez-vous d’abord avec lui.'],
  // Of people and tokens.
  [/^This person is in the team; .*$/, 'Cette personne est déjà dans l’équipe; son rôle s’y modifie.'],
  [
    /^There are (\d+) open invitations; .*$/,
    'Il y a $1 invitations ouvertes; retirez-en une dont personne n’a besoin.',
  ],
  [
    /^This is the last owner: .*$/,
    'C’est le dernier propriétaire\u00a0: nommez d’abord un autre propriétaire.',
  ],
  [
    /^Only an owner makes, changes or removes an owner\.$/,
    'Seul un propriétaire nomme, change ou retire un propriétaire.',
  ],
  [/^This is for people who are signed in, .*$/, 'Ceci est pour qui est connecté, et non pour un programme.'],
  [
    /^You cannot give what you do not have: (.+)\.$/,
    'Vous ne pouvez donner ce que vous n’avez pas\u00a0: $1.',
  ],
  [/^There are (\d+) live tokens; .*$/, 'Il y a $1 jetons valides; révoquez-en un qui ne sert à personne.'],
  [
    /^Operators of the platform may look at this company, and change nothing\.$/,
    'Les exploitants peuvent regarder cette entreprise, et n’y changent rien.',
  ],
  [
    /^Whoever may only look keeps views for themselves; .*$/,
    'Qui ne peut que regarder garde ses vues pour soi; n’en partagez pas.',
  ],
  [
    /^Your company has (.+) saved views; .*$/,
    'Votre entreprise a $1 vues enregistrées; supprimez-en une qui ne sert plus.',
  ],
  // Of files that are made, and of what runs.
  [/^This export holds what only .* may read\.$/, 'Ce fichier contient ce que votre rôle ne lit pas.'],
  [
    /^Your company has (.+) exports running; .*$/,
    'Votre entreprise a $1 fichiers en préparation; attendez que l’un soit fait.',
  ],
  [
    /^Your company keeps (.+) exports; .*$/,
    'Votre entreprise garde $1 fichiers; supprimez-en un qui ne sert plus.',
  ],
  [
    /^Your company has (.+) bulk actions under way; .*$/,
    'Votre entreprise a $1 actions groupées en cours; attendez que l’une soit finie.',
  ],
  [/^It is being made; .*$/, 'Il est en préparation.'],
  [/^There is no file: .*$/, 'Il n’y a pas de fichier\u00a0: il n’a pu être fait.'],
  [
    /^Your company has .*; wait for one to end, then try again\.$/,
    'Votre entreprise a trop de demandes en cours; attendez que l’une soit finie, puis réessayez.',
  ],
  [/^Too many requests are running; .*$/, 'Trop de demandes sont en cours; rien n’a été modifié. Réessayez.'],
  [/^Too many people sign in right now\. .*$/, 'Trop de personnes se connectent en ce moment. Réessayez.'],
  [
    /^Too many requests from this address .*; wait (\d+) seconds?, .*$/,
    'Trop de demandes refusées sont venues de cette adresse; attendez $1 secondes.',
  ],
  [
    /^Figures of this time are not summed yet.*$/,
    'Les chiffres de cette période ne sont pas encore additionnés. Réessayez plus tard; rien n’est perdu.',
  ],
  [
    /^Too many requests came from this address; wait (.+)\.$/,
    'Trop de demandes sont venues de cette adresse; attendez $1.',
  ],
  // Of events and webhooks.
  [
    /^Event (\d+) is too young: .*$/,
    'L’événement $1 est trop récent\u00a0: son bloc est clos en une minute environ. Demandez-le alors.',
  ],
  [
    /^A proof leads on, never back: .*$/,
    'Une preuve mène en avant, jamais en arrière\u00a0: choisissez un événement plus récent.',
  ],
  [
    /^The webhook is (\w+); ask again once it is delivered to .*$/,
    (_, state) => `Le webhook est dans l’état ${inState(state)}\u00a0: reprenez-le d’abord, puis redemandez.`,
  ],
  [/^A redelivery is under way; .*$/, 'Un nouvel envoi est en cours; redemandez quand il est fini.'],
  // Of the demo.
  [
    /^The clock is ten years ahead; .*$/,
    'L’horloge a dix ans d’avance; repartez d’un nouveau dossier de données.',
  ],
  [
    /^The clock is moved once worker, vault and simulator run.*$/,
    'L’horloge avance une fois que le worker, le coffre et le simulateur tournent.',
  ],
  [
    /^The demo’s card network and bank do not answer; .*$/,
    'Le réseau de cartes et la banque de la démo ne répondent pas; «\u00a0npm start\u00a0» tourne-t-il?',
  ],
  [
    /^Add a bank account in CAD first: .*$/,
    'Ajoutez d’abord un compte bancaire en CAD\u00a0: ce qui est déclenché doit y être versé.',
  ],
  [/^The card page answered (\d+)\.$/, 'La page de carte de la démo a répondu $1; rien n’a été débité.'],
  [
    /^The charge answered (\d+): .*$/,
    'Le débit de la démo a été refusé (réponse $1); rien d’autre n’a été fait.',
  ],
  [/^The card did not become active; .*$/, 'La carte n’est pas devenue active; le worker tourne-t-il?'],
  [/^(\S+) did not come within (\d+) s; .*$/, '$1 n’est pas venu en $2 s; le worker tourne-t-il?'],
  // Of operators.
  [/^The mail was sent already; .*$/, 'Le courriel est déjà envoyé; rien n’a changé.'],
  [
    /^The mail’s link was destroyed when it was given up; .*$/,
    'Le lien du courriel a été détruit quand on y a renoncé; l’entreprise doit en faire un nouveau. Rien n’a changé.',
  ],
  [
    /^The item is (\w+) already; .*$/,
    (_, state) => `L’écart est déjà dans l’état ${inState(state)}; rien n’a changé.`,
  ],
  [/^The dispute is won already; .*$/, 'La contestation est déjà gagnée; rien n’a changé.'],
  [
    /^Its debit or refund is not paid any more, .*$/,
    'Son débit ou remboursement n’est plus payé, ou est contesté et a donc été saisi (réglez-le); rien n’a changé.',
  ],
  ...moneyDetails,
]

/** `detail` in French; undefined where it is not known. */
export function detailInFrench(detail: string): string | undefined {
  const known = details.find(([said]) => said.test(detail))
  if (!known) return undefined
  const [said, french] = known
  const words = typeof french === 'string' ? detail.replace(said, french) : detail.replace(said, french)
  // An amount in it has a comma.
  return words.replaceAll(/(?<![\d.])(\d+)\.(\d\d)(?![\d.])/g, '$1,$2')
}
