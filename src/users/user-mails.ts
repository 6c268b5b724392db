/** What people are told by mail, in both languages. `{link}` is where the link with its secret goes. */
export const mailWords = {
  reset: {
    en: {
      subject: 'Set a new password',
      text: 'Somebody, you we hope, asked to set a new password for your account.\n\n{link}\n\nThe link is good for an hour, once. If it was not you, do nothing: your password stays as it is.',
    },
    fr: {
      subject: 'Définir un nouveau mot de passe',
      text: 'Quelqu’un, vous nous l’espérons, a demandé à définir un nouveau mot de passe pour votre compte.\n\n{link}\n\nLe lien est valable une heure, une seule fois. Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.',
    },
  },
  invitation: {
    en: (company: string) => ({
      subject: `You are invited to ${company}`,
      text: `You are invited to join ${company} on Jetpay.\n\n{link}\n\nThe link is good for seven days, once.`,
    }),
    fr: (company: string) => ({
      subject: `Vous êtes invité à rejoindre ${company}`,
      text: `Vous êtes invité à rejoindre ${company} sur Jetpay.\n\n{link}\n\nLe lien est valable sept jours, une seule fois.`,
    }),
  },
} as const
