/** The words of a page whose card pays at once. */
import type { PayingTexts } from './texts-shape.ts'

export const payingEn: PayingTexts = {
  card: {
    title: 'Pay by card',
    heading: 'Pay by card',
    intro: '{company} charges this card {amount} now, once, and nothing else.',
    submit: 'Pay {amount}',
    sending: 'Checking your card…',
    unavailable:
      'We cannot reach the card network right now. Nothing was charged. Please try again in a moment.',
    tooMany: 'Too many tries in a short time. Nothing was charged. Please wait a minute, then try again.',
    unknown:
      'The connection was lost before we got an answer. Reload the page to see how it went; you will not be charged twice.',
  },
  outcomes: {
    succeeded: {
      heading: 'Your card was accepted',
      message: 'Your payment is on its way.',
      next: 'Go back to where you came from to see how it went.',
    },
    used: {
      heading: 'This page was already used',
      message: 'A card was sent from it, and for your safety it takes only one.',
      next: 'To see whether it was paid, go back to where you came from.',
    },
    expired: {
      heading: 'This page has expired',
      message: 'For your safety, it is open for a short time only. Nothing was charged.',
      next: 'Go back to where you came from and start again.',
    },
    invalid: {
      heading: 'This link does not work',
      message: 'It may be incomplete or mistyped. Nothing was charged.',
      next: 'Go back to where you came from and start again.',
    },
    failed: {
      heading: 'Your card was not accepted',
      message: '',
      next: 'Nothing was charged. You can try another card.',
    },
    unavailable: {
      heading: 'Please try again soon',
      message: 'We cannot open this page right now. Nothing was charged.',
      next: 'Wait a minute, then reload the page.',
    },
  },
  savedCard: 'We are charging your {brand} ending in {last4}.',
}

export const payingFr: PayingTexts = {
  card: {
    title: 'Payer par carte',
    heading: 'Payer par carte',
    intro: '{company} débite cette carte de {amount} maintenant, une seule fois, et rien d’autre.',
    submit: 'Payer {amount}',
    sending: 'Vérification de la carte…',
    unavailable:
      'Le réseau de cartes est injoignable pour le moment. Rien n’a été débité. Réessayez dans un instant.',
    tooMany: 'Trop d’essais en peu de temps. Rien n’a été débité. Attendez une minute, puis réessayez.',
    unknown:
      'La connexion a été perdue avant notre réponse. Rechargez la page pour connaître le résultat; vous ne serez pas débité deux fois.',
  },
  outcomes: {
    succeeded: {
      heading: 'Votre carte a été acceptée',
      message: 'Votre paiement est en cours.',
      next: 'Revenez à la page précédente pour connaître le résultat.',
    },
    used: {
      heading: 'Cette page a déjà servi',
      message: 'Une carte en a été envoyée et, pour votre sécurité, elle n’en accepte qu’une.',
      next: 'Pour savoir si le paiement a été fait, revenez à la page précédente.',
    },
    expired: {
      heading: 'Cette page a expiré',
      message: 'Pour votre sécurité, elle n’est ouverte que peu de temps. Rien n’a été débité.',
      next: 'Revenez à la page précédente et recommencez.',
    },
    invalid: {
      heading: 'Ce lien ne fonctionne pas',
      message: 'Il est peut-être incomplet ou mal copié. Rien n’a été débité.',
      next: 'Revenez à la page précédente et recommencez.',
    },
    failed: {
      heading: 'Votre carte n’a pas été acceptée',
      message: '',
      next: 'Rien n’a été débité. Vous pouvez essayer une autre carte.',
    },
    unavailable: {
      heading: 'Réessayez bientôt',
      message: 'Cette page ne peut pas s’ouvrir pour le moment. Rien n’a été débité.',
      next: 'Attendez une minute, puis rechargez la page.',
    },
  },
  savedCard: 'Nous débitons votre carte {brand} se terminant par {last4}.',
}
