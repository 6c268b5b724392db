import { inBoth } from '../../words/words.ts'
import type { WhyNothing } from './why-nothing.ts'

/** Why nothing can be done with a transaction that moves money. */
export const nothingWords = inBoth({
  en: {
    role: 'Nothing by you: your role reads and does not change. Ask an owner or an admin of the company.',
    failed:
      'Nothing: it failed and is over, so there is nothing to give back. Make a new one if the money is still due.',
    cancelled: 'Nothing: it was cancelled and is over. Make a new one if the money is still due.',
    requested:
      'Nothing at this moment: it is being paid or its link is over. What comes of it is shown here.',
    capturing:
      'Nothing at this moment: it is being captured, or its hold is over. Once it is paid it can be refunded.',
    debit_initiated:
      'Nothing at this moment: it is on its way through the bank and cannot be stopped. Once it is paid it can be refunded.',
    credit_initiated:
      'Nothing at this moment: it is on its way through the bank and cannot be stopped. What comes of it is shown here.',
    refunded:
      'Nothing: all of it was given back, or is on its way back. What became of each refund stands in the timeline.',
    debit_paid: 'Nothing at this moment: it was paid, and a refund is not possible for the reason below.',
    credit_paid: 'Nothing: the money is with the contact. It can only be asked back, with a payment link.',
  },
  fr: {
    role: 'Rien pour vous\u00a0: votre rôle permet de lire, pas de modifier. Demandez à un propriétaire ou à un administrateur.',
    failed:
      'Rien\u00a0: elle a échoué et est terminée, il n’y a donc rien à rendre. Créez-en une nouvelle si l’argent est toujours dû.',
    cancelled:
      'Rien\u00a0: elle a été annulée et est terminée. Créez-en une nouvelle si l’argent est toujours dû.',
    requested:
      'Rien en ce moment\u00a0: elle est en cours de paiement ou son lien n’est plus valide. La suite apparaîtra ici.',
    capturing:
      'Rien en ce moment\u00a0: la saisie est en cours, ou la retenue est terminée. Une fois payée, elle pourra être remboursée.',
    debit_initiated:
      'Rien en ce moment\u00a0: elle est en route vers la banque et ne peut être arrêtée. Une fois payée, elle pourra être remboursée.',
    credit_initiated:
      'Rien en ce moment\u00a0: elle est en route vers la banque et ne peut être arrêtée. La suite apparaîtra ici.',
    refunded:
      'Rien\u00a0: tout a été rendu, ou est en train de l’être. La chronologie dit ce que chaque remboursement est devenu.',
    debit_paid:
      'Rien en ce moment\u00a0: elle est payée, et un remboursement n’est pas possible pour la raison ci-dessous.',
    credit_paid:
      'Rien\u00a0: l’argent est chez le client. Il ne peut qu’être redemandé, par un lien de paiement.',
  },
} satisfies Record<'en' | 'fr', Record<WhyNothing, string>>)
