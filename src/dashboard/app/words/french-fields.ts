/**
 * What the API says of a field that cannot be taken, in French: of all that a form of the dashboard sends.
 */
export const fieldPatterns: readonly [said: RegExp, french: string][] = [
  // Of any field (src/ground/field-messages.ts, src/http/schema.ts).
  [/^is required.*$/, 'est à remplir'],
  [/^must not be empty$/, 'est à remplir'],
  [/^must have at most (\d+) characters?$/, 'a plus de $1 caractères'],
  [/^must have at least (\d+) characters?$/, 'doit avoir au moins $1 caractères'],
  [/^must have at least (\d+) letters$/, 'doit avoir au moins $1 lettres'],
  [/^must have at most (\d+) items?$/, 'a plus de $1 éléments'],
  [/^must have at least (\d+) items?$/, 'doit avoir au moins $1 élément(s)'],
  [/^must be at most (-?\d+)$/, 'doit être au plus $1'],
  [/^must be at least (-?\d+)$/, 'doit être au moins $1'],
  [/^must be (\d+) or more$/, 'doit être au moins $1'],
  [/^must be (\d+) to (\d+)$/, 'doit être de $1 à $2'],
  [/^must be 0, or (\d+) to (\d+)$/, 'doit être 0, ou de $1 à $2'],
  [/^must be a number such as 100\.50$/, 'doit être un montant comme 100,50'],
  [/^must be a number such as 0\.30$/, 'doit être un montant comme 0,30'],
  [
    /^must be 0\.01 to ([\d.]+) with at most two decimals$/,
    'doit être de 0,01 à $1, avec deux décimales au plus',
  ],
  [
    /^must be 0\.00 or more, with at most two decimals$/,
    'doit être 0,00 ou plus, avec deux décimales au plus',
  ],
  [
    /^must be at most ([\d.]+), which is what is left of ([\d.]+)$/,
    'doit être au plus $1\u00a0: c’est ce qui reste de $2',
  ],
  [/^must be at most (\d+\.\d\d)$/, 'doit être au plus $1'],
  [/^must be a whole number$/, 'doit être un nombre entier'],
  [/^must be a whole number from 1 to (.+)$/, 'doit être un nombre entier de 1 à $1'],
  [/^must be a number$/, 'doit être un nombre'],
  [/^must be a string$/, 'doit être un texte'],
  [/^must be true or false$/, 'doit être vrai ou faux'],
  [/^must be a UUID.*$/, 'doit être un identifiant'],
  [/^must be a day such as (\S+)$/, 'doit être un jour comme $1'],
  [/^must be an ISO 8601 time.*$/, 'doit être un jour comme 2026-01-31'],
  [/^must be one of: (.+)$/, 'doit être l’un de\u00a0: $1'],
  [/^must be one of the .*$/, 'n’est pas parmi ce qui est accepté'],
  [/^must not be before (`\w+`)$/, 'ne doit pas être avant $1'],
  [/^must not be before (\S+)$/, 'doit être au plus tôt $1'],
  [/^must be later than now$/, 'doit être dans l’avenir'],
  [/^must not be in the future$/, 'ne doit pas être dans l’avenir'],
  [/^must be at most (\d+) days, the first included, from .*$/, 'doit être au plus $1 jours après le début'],
  [/^must have something to be seen.*$/, 'doit avoir quelque chose de visible'],
  [
    /^must not have (?:control characters|an invisible joiner).*$/,
    'a des caractères qui ne sont pas acceptés',
  ],
  [
    /^looks like (?:a card number|it holds a card number).*$/,
    'ressemble à un numéro de carte, qui ne doit jamais être envoyé ici; retirez-le',
  ],
  [/^must be printable ASCII$/, 'ne doit avoir que des caractères ASCII imprimables'],
  [/^must be base64$/, 'n’a pu être lu; choisissez le fichier de nouveau'],
  // Of metadata.
  [/^must be an object of strings$/, 'doit être fait de clés et de textes'],
  [/^must have at most (\d+) keys$/, 'a plus de $1 clés'],
  [/^is not taken as a key$/, 'n’est pas accepté comme clé'],
  [/^must have each key once$/, 'a une clé deux fois'],
  // Of bank accounts.
  [/^must be the (\d+) digits of the branch$/, 'doit être les $1 chiffres de la succursale'],
  [/^must be the (\d+) digits of the institution$/, 'doit être les $1 chiffres de l’institution'],
  [
    /^must be the 9 digits of an ABA routing number$/,
    'doit être les 9 chiffres d’un numéro d’acheminement ABA',
  ],
  [
    /^is not an ABA routing number.*$/,
    'n’est pas un numéro d’acheminement ABA\u00a0: son chiffre de contrôle ne va pas',
  ],
  [/^must have (\d+) to (\d+) digits$/, 'doit avoir de $1 à $2 chiffres'],
  [
    /^has no letter that a bank could print; .*$/,
    'n’a aucune lettre qu’une banque peut imprimer; écrivez-le en lettres latines',
  ],
  [/^must be a country of ISO 3166-1 .*$/, 'doit être un pays, par ses deux lettres, comme CA'],
  [/^must be a Canadian postal code such as (.+)$/, 'doit être un code postal comme $1'],
  [/^must be a ZIP code such as (.+)$/, 'doit être un code ZIP comme $1'],
  [/^is not a bank account of your company; .*$/, 'n’est pas un compte bancaire de votre entreprise'],
  [/^is not a bank account of the contact; .*$/, 'n’est pas un compte bancaire de ce client'],
  [/^is in (\w+); the transaction is in (\w+)$/, 'est en $1; l’opération est en $2'],
  [/^is in (\w+); the payout is in (\w+)$/, 'est en $1; le versement est en $2'],
  [/^must be (\w+), as the account is, or left out$/, 'doit être $1, comme le compte, ou rester vide'],
  [
    /^is in (.+) in (\w+): no bank of this installation moves that$/,
    'est en $2 ($1)\u00a0: aucune banque de cette installation ne le déplace',
  ],
  [/^is not a card of the contact; .*$/, 'n’est pas une carte de ce client'],
  // Of schedules.
  [/^must not be before today, (\S+) in Toronto$/, 'ne doit pas être avant aujourd’hui, le $1 à Toronto'],
  [/^must be within ten years$/, 'doit être d’ici dix ans'],
  [/^must be card_debit, eft_debit or eft_credit$/, 'doit être un débit par carte, par banque ou un crédit'],
  // Of people and tokens.
  [/^must be an e-mail address.*$/, 'doit être une adresse de courriel'],
  [/^must have at least 5 different characters$/, 'doit avoir au moins 5 caractères différents'],
  [/^must not have your address in it$/, 'ne doit pas contenir votre adresse'],
  [/^must be the six digits that the app shows$/, 'doit être les six chiffres que montre l’application'],
  [/^must name at least one$/, 'doit en nommer au moins un'],
  // Of a company.
  [/^must be a PNG or JPEG file$/, 'doit être un fichier PNG ou JPEG'],
  [/^has (\d+) bytes; it may have (\d+)$/, 'a $1 octets; $2 au plus'],
  [/^must be a colour such as (\S+)$/, 'doit être une couleur comme $1'],
  [
    /^must be darker: white text on it has a contrast of (\S+), and (\S+) is the least .*$/,
    'doit être plus foncé\u00a0: le texte blanc y a un contraste de $1, et il en faut $2',
  ],
  [/^must be an IANA time zone such as .*$/, 'doit être un fuseau de l’IANA comme America/Toronto, ou UTC'],
  // Of evidence.
  [/^must be a PDF, PNG or JPEG file$/, 'doit être un fichier PDF, PNG ou JPEG'],
  [/^must be at most (\d+) documents for the dispute$/, 'est de trop\u00a0: $1 documents au plus'],
  [/^must be at most \d+ bytes for the dispute, decoded$/, 'est trop grand\u00a0: 2 Mio au plus en tout'],
  // Of webhooks.
  [
    /^must not have spaces, backslashes or control characters$/,
    'ne doit avoir ni espace, ni barre oblique inverse, ni caractère de contrôle',
  ],
  [/^must be a URL such as (\S+)$/, 'doit être une adresse comme $1'],
  [/^must begin with https:\/\/$/, 'doit commencer par https://'],
  [
    /^must begin with https:\/\/ \(http:\/\/ is for 127\.0\.0\.1 in the demo\)$/,
    'doit commencer par https:// (http://\u00a0: pour 127.0.0.1, dans la démo)',
  ],
  [
    /^must not have a user name or password; use callback_api_key$/,
    'ne doit avoir ni nom ni mot de passe; mettez une clé',
  ],
  [/^must not have a fragment$/, 'ne doit pas avoir de partie après #'],
  [/^must not (?:name|resolve to) a private address$/, 'ne doit pas mener à une adresse privée'],
  [/^must have at least one; null is all$/, 'doit en avoir au moins un'],
  [/^must have each once$/, 'doit avoir chacun une seule fois'],
  [/^must not be before the first event$/, 'ne doit pas être avant le premier'],
  [
    /^must be at most (\d+): (?:what comes after is delivered anyway|the newest event is \d+)$/,
    'doit être au plus $1',
  ],
  [
    /^must be (\S+) or later: what was created before is archived$/,
    'doit être $1 ou plus tard\u00a0: ce qui est d’avant est archivé',
  ],
  [
    /^must be at least (\d+): the events before are archived$/,
    'doit être au moins $1\u00a0: avant, c’est archivé',
  ],
  // Of several things at once.
  [/^must name each transaction once$/, 'doit nommer chaque opération une seule fois'],
  [/^must be debits and credits of yours; .*$/, 'doit être fait de vos débits et crédits'],
  // Of the demo's clock.
  [/^must be a time such as (.+), 366d at most$/, 'doit être une durée comme $1, 366d au plus'],
]
