/**
 * The French of Quebec. Typography after the Office québécois de la langue française: a no-break space before
 * a colon, none before `!`, `?` and `;`, and the curved apostrophe.
 */

import { payingFr } from './texts-paying.ts'
import type { Texts } from './texts-shape.ts'

export const fr: Texts = {
  htmlLang: 'fr-CA',
  card: {
    title: 'Enregistrer une carte',
    heading: 'Enregistrez votre carte',
    intro: 'Votre carte est enregistrée par Jetpay pour {company}. Aucun montant n’est prélevé maintenant.',
    demo: 'Mode test – cartes d’essai seulement',
    number: 'Numéro de carte',
    expiry: 'Date d’expiration',
    expiryHint: 'Mois et année',
    cvc: 'Code de sécurité',
    cvcHint3: '3 chiffres au verso',
    cvcHint4: '4 chiffres au recto',
    name: 'Nom sur la carte',
    postalCode: 'Code postal',
    submit: 'Enregistrer la carte',
    sending: 'Enregistrement en cours…',
    proving:
      'Nous vérifions d’abord votre navigateur. Cela prend quelques secondes, et vous n’avez rien à faire.',
    lock: 'Données chiffrées et transmises directement à Jetpay. {company} ne voit jamais votre numéro de carte.',
    noScript:
      'Cette page a besoin de JavaScript pour transmettre votre carte en toute sécurité. Activez-le dans votre navigateur, puis rechargez la page.',
    notLoaded:
      'Une partie de la page n’a pas été chargée; impossible d’enregistrer une carte pour l’instant. Rechargez la page pour réessayer.',
    manyErrors: 'Veuillez corriger les {count} champs indiqués ci-dessus.',
    unavailable:
      'Le réseau de cartes est inaccessible en ce moment. Votre carte n’a pas été enregistrée. Veuillez réessayer dans un instant.',
    tooMany:
      'Trop d’essais en peu de temps. Votre carte n’a pas été enregistrée. Veuillez attendre une minute, puis réessayer.',
    unknown:
      'La connexion a été perdue avant la réponse; nous ne savons donc pas si votre carte a été enregistrée. Rechargez la page pour le savoir.',
    reload: 'Recharger la page',
  },
  errors: {
    'number.required': 'Entrez le numéro de carte.',
    'number.invalid': 'Vérifiez le numéro de carte\u00a0: un chiffre semble erroné ou manquant.',
    'number.unsupported': 'Ce type de carte n’est pas accepté. Veuillez en utiliser une autre.',
    'expiry.required': 'Entrez la date d’expiration.',
    'expiry.invalid': 'Entrez la date figurant sur la carte, par exemple 08\u00a0/\u00a029.',
    'expiry.past': 'Cette carte est expirée.',
    'cvc.required': 'Entrez le code de sécurité.',
    'cvc.invalid': 'Vérifiez ce code\u00a0: un chiffre semble manquant.',
    'name.required': 'Entrez le nom figurant sur la carte.',
    'name.invalid': 'Entrez le nom tel qu’il figure sur la carte, sans autre renseignement.',
    'name.too_long': 'Ce nom est trop long. Entrez-le tel qu’il figure sur la carte.',
    'postal_code.required': 'Entrez le code postal de votre relevé de carte.',
    'postal_code.invalid': 'Vérifiez le code postal, par exemple G1R\u00a04S9.',
  },
  outcomes: {
    succeeded: {
      heading: 'Votre carte est enregistrée',
      message: 'Votre carte a été enregistrée en toute sécurité.',
      next: 'Aucun montant n’a été prélevé. Vous n’avez rien d’autre à faire ici.',
    },
    used: {
      heading: 'Cette page a déjà servi',
      message:
        'Une carte y a déjà été envoyée et, pour votre sécurité, cette page n’en accepte qu’une seule.',
      next: 'Pour savoir si cette carte a été enregistrée, ou pour en entrer une autre, retournez à la page d’où vous venez.',
    },
    expired: {
      heading: 'Cette page est expirée',
      message:
        'Pour votre sécurité, elle n’est accessible que peu de temps. Aucune carte n’a été enregistrée.',
      next: 'Retournez à la page d’où vous venez et recommencez.',
    },
    invalid: {
      heading: 'Ce lien ne fonctionne pas',
      message: 'Il est peut-être incomplet ou mal saisi. Aucune carte n’a été enregistrée.',
      next: 'Retournez à la page d’où vous venez et recommencez.',
    },
    failed: {
      heading: 'Votre carte n’a pas été enregistrée',
      message: '',
      next: 'Aucun montant n’a été prélevé. Pour réessayer, retournez à la page d’où vous venez et recommencez.',
    },
    unavailable: {
      heading: 'Veuillez réessayer sous peu',
      message:
        'Impossible d’ouvrir cette page en ce moment. Rien n’a été enregistré et aucun montant n’a été prélevé.',
      next: 'Attendez une minute, puis rechargez la page.',
    },
  },
  paying: payingFr,
  savedCard: 'Nous avons enregistré votre carte {brand} se terminant par {last4}.',
  agreement:
    'En enregistrant votre carte, vous acceptez que {company} la débite plus tard de ce que vous lui devez selon votre entente, jusqu’à ce que vous la fassiez supprimer.',
  return: 'Retour',
}
