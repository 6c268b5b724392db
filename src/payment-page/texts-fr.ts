import type { Texts } from './texts-shape.ts'

export const fr: Texts = {
  htmlLang: 'fr-CA',
  demo: 'Mode test – aucun argent réel n’est en jeu',
  otherLanguage: 'English',
  payTitle: 'Payer {company}',
  bePaidTitle: 'Être payé par {company}',
  payTo: 'Paiement à {company}',
  paidBy: '{company} vous paie',
  questions: 'Des questions? Communiquez avec {company}\u00a0: {contact}',
  poweredBy: 'Paiement sécurisé par Jetpay',
  noScript: 'Cette page a besoin de JavaScript. Activez-le dans votre navigateur, puis rechargez la page.',
  notLoaded: 'Une partie de cette page n’a pas été chargée. Rechargez la page pour réessayer.',
  method: {
    legend: 'Comment souhaitez-vous payer?',
    card: 'Carte',
    cardHint: 'Carte de crédit ou de débit',
    bank: 'Compte bancaire',
    bankHint: { canadian: 'Un débit unique, au Canada', american: 'Un débit unique, aux États-Unis' },
    none: 'Ce paiement ne peut pas être fait ici pour le moment. Communiquez avec {company}.',
  },
  card: {
    frame: 'Renseignements de la carte',
    opening: 'Ouverture du formulaire sécurisé…',
    proving:
      'Nous vérifions d’abord votre navigateur. Cela prend quelques secondes, et vous n’avez rien à faire.',
    notOpened: 'Le formulaire de carte n’a pas pu être ouvert. Rien n’a été débité.',
    again: 'Essayer une autre carte',
    charging: 'Votre paiement est en cours. Gardez cette page ouverte.',
  },
  bank: {
    heading: 'Votre compte bancaire',
    name: 'Nom du titulaire du compte',
    transit: 'Numéro de transit',
    transitHint: '5 chiffres',
    institution: 'Institution',
    institutionHint: '3 chiffres',
    routing: 'Numéro d’acheminement (routing number)',
    routingHint: '9 chiffres, au bas d’un chèque à gauche',
    account: 'Numéro de compte',
    accountHint: '7 à 12 chiffres. Il est conservé chiffré.',
    type: 'Type de compte',
    chequing: { canadian: 'Chèques', american: 'Chèques' },
    savings: 'Épargne',
    category: {
      canadian: { legend: 'Ce paiement est', personal: 'Personnel', business: 'Pour une entreprise' },
      american: { legend: 'Ce compte est', personal: 'Personnel', business: 'D’entreprise' },
    },
    cheque: {
      canadian:
        'Où trouver ces numéros\u00a0: au bas d’un chèque, de gauche à droite après le numéro du chèque, figurent le numéro de transit, le numéro d’institution et le numéro de compte.',
      american:
        'Où trouver ces numéros\u00a0: au bas d’un chèque, de gauche à droite, figurent le numéro d’acheminement (routing number) et le numéro de compte. Le numéro du chèque lui-même, après ou avant eux, n’est pas nécessaire.',
    },
    chequeParts: { transit: 'Transit', institution: 'Inst.', routing: 'Acheminement', account: 'Compte' },
  },
  agreement: {
    show: 'À lire avant de signer',
    payer: 'Payeur et compte\u00a0: tels qu’indiqués ci-dessus',
    copy: 'Une copie de ce que vous signez est envoyée à {email}.',
    signature: 'Votre signature',
    typed: 'Taper',
    drawn: 'Dessiner',
    typedLabel: 'Tapez votre nom complet',
    drawnLabel: 'Cadre de signature',
    drawnHint: 'Signez du doigt ou avec la souris. Sinon, choisissez «\u00a0Taper\u00a0».',
    clear: 'Effacer',
  },
  credit: {
    heading: 'Où faut-il vous payer?',
    intro: {
      canadian: 'Indiquez votre compte bancaire canadien. L’argent y est versé dès que la banque l’a reçu.',
      american:
        'Indiquez votre compte bancaire aux États-Unis. L’argent y est versé dès que la banque l’a reçu.',
    },
    consent: 'J’ai vérifié ces numéros\u00a0: l’argent envoyé à un mauvais compte peut être perdu.',
    copy: 'Une confirmation est envoyée à {email}.',
  },
  submit: { pay: 'Signer et payer {amount}', bePaid: 'Confirmer ce compte', sending: 'Un instant…' },
  errors: {
    'holder_name.required': 'Indiquez le nom du titulaire du compte.',
    'holder_name.too_long': 'Ce nom est trop long\u00a0: 100 caractères au plus.',
    'holder_name.invalid': 'Indiquez le nom seulement, sans autres numéros ni signes.',
    'transit_number.required': 'Indiquez le numéro de transit.',
    'transit_number.invalid': 'Un numéro de transit a 5 chiffres, par exemple 00011.',
    'institution_number.required': 'Indiquez le numéro d’institution.',
    'institution_number.invalid': 'Un numéro d’institution a 3 chiffres, par exemple 001.',
    'routing_number.required': 'Indiquez le numéro d’acheminement.',
    'routing_number.invalid':
      'Vérifiez ce numéro\u00a0: il a 9 chiffres et l’un d’eux semble faux ou manquer.',
    'account_number.required': 'Indiquez le numéro de compte.',
    'account_number.invalid': 'Un numéro de compte a de 7 à 12 chiffres.',
    'account_type.required': 'Choisissez le type de compte.',
    'category.required': 'Choisissez\u00a0: personnel ou entreprise.',
    'signature.required': 'Signez ici\u00a0: tapez votre nom ou dessinez votre signature.',
    'signature.too_long': 'C’est trop long pour une signature\u00a0: 100 caractères au plus.',
    'signature.invalid': 'Tapez votre nom seulement, sans autres numéros ni signes.',
    'consent.required': 'Cochez la case pour continuer.',
  },
  manyErrors: 'Veuillez corriger les {count} éléments indiqués ci-dessus.',
  tooMany: 'Trop d’essais en peu de temps. Rien n’a été envoyé. Attendez une minute, puis réessayez.',
  lost: 'La connexion a été perdue avant notre réponse. Rechargez la page pour voir si cela a fonctionné.',
  changed: 'Cette page a changé entre-temps. Rien n’a été envoyé. Rechargez-la et vérifiez-la de nouveau.',
  busy: 'C’est impossible pour le moment. Rien n’a été envoyé. Réessayez dans un instant.',
  reload: 'Recharger la page',
  processing: {
    heading: 'Votre paiement est en cours',
    message: 'Cela prend quelques secondes. Vous n’avez rien à faire.',
    slow: 'C’est plus long que d’habitude. Vous pouvez fermer cette page\u00a0: vous ne serez pas débité deux fois. Rouvrez le lien plus tard pour connaître le résultat.',
  },
  outcomes: {
    paid: { heading: 'Payé', message: 'Merci. {company} a reçu votre paiement.' },
    agreed: {
      heading: 'Merci',
      message:
        'Votre compte bancaire sera débité dans les cinq jours ouvrables. Une copie de ce que vous avez signé vous est envoyée par courriel.',
    },
    accepted: { heading: 'Merci', message: '' },
    failed: {
      heading: 'Le paiement a échoué',
      message: 'Il n’a pas pu être fait et ce lien ne peut plus servir. Communiquez avec {company}.',
    },
    cancelled: { heading: 'Ce paiement a été annulé', message: 'Il n’y a plus rien à payer ici.' },
    expired: {
      heading: 'Ce lien a expiré',
      message: 'Rien n’a été payé avec ce lien. Demandez-en un autre à {company}.',
    },
    paused: {
      heading: 'Le paiement est impossible pour le moment',
      message:
        '{company} ne reçoit pas de paiements en ce moment. Rien n’a été débité. Gardez ce lien et réessayez plus tard, ou communiquez avec {company}.',
    },
    unknown: {
      heading: 'Ce lien ne fonctionne pas',
      message:
        'Il est peut-être incomplet ou mal copié, ou vous en avez reçu un plus récent\u00a0: ouvrez votre dernier courriel. Rien n’a été payé.',
    },
    unavailable: {
      heading: 'Réessayez bientôt',
      message: 'Cette page ne peut pas s’ouvrir pour le moment. Attendez une minute, puis rechargez-la.',
    },
  },
  creditOutcomes: {
    paid: { heading: 'Versé', message: '{company} vous a payé dans votre compte bancaire.' },
    accepted: {
      heading: 'Merci',
      message: 'Nous avons votre compte bancaire. L’argent est en route et prend quelques jours ouvrables.',
    },
    failed: {
      heading: 'Le paiement ne vous est pas parvenu',
      message: 'Il n’a pas pu être fait. Communiquez avec {company}.',
    },
    cancelled: {
      heading: 'Ce paiement a été annulé',
      message: 'Communiquez avec {company} si vous ne vous y attendiez pas.',
    },
    expired: { heading: 'Ce lien a expiré', message: 'Demandez-en un autre à {company}.' },
    paused: {
      heading: 'Le versement est impossible pour le moment',
      message:
        '{company} ne fait pas de versements en ce moment. Gardez ce lien et réessayez plus tard, ou communiquez avec {company}.',
    },
  },
}
