type Told = { reason: string; next_step?: string }

/** What the API says in English of each kind of row (docs/operator.md), in French. */
export const frenchGuide: Readonly<Record<string, Told>> = {
  'outcome.sent': {
    reason: 'Le réseau a été interrogé, et le processus qui attendait n’est plus là.',
    next_step: 'Rien pour l’instant\u00a0: le worker s’en charge et annule l’opération.',
  },
  'outcome.reversing': {
    reason: 'Le réseau n’a pas dit ce qu’il en est; l’annulation envoyée n’est pas confirmée.',
    next_step:
      'Demandez à l’acquéreur, avec ces références, si l’opération tient. Puis tranchez\u00a0: annulée, ou saisie.',
  },
  'outcome.capturing': {
    reason: 'Une saisie a été demandée et le réseau n’a pas répondu. Elle est répétée jusque-là.',
    next_step:
      'Demandez à l’acquéreur, avec ces références, s’il a pris la saisie. Puis tranchez\u00a0: saisie, ou libérée.',
  },
  'queue.outbox': {
    reason: 'Événements sans identifiant\u00a0: personne n’en est encore averti.',
    next_step: 'Si cela croît\u00a0: la tâche sequence-events ne tourne pas. Voyez son erreur.',
  },
  'queue.mails': {
    reason: 'Courriels à envoyer maintenant.',
    next_step: 'La liste des courriels dit pourquoi; sans JETPAY_SMTP_URL ils restent en file.',
  },
  'queue.bank_items': {
    reason: 'Mouvements qui attendent le prochain fichier à la banque.',
    next_step: 'Ils partent avec lui, à l’heure limite de la banque.',
  },
  'queue.clearing_records': {
    reason: 'Lignes de compensation qui attendent d’être appliquées.',
    next_step: 'Celles d’une issue inconnue l’attendent; voyez ces issues.',
  },
  'queue.reversals': {
    reason: 'Annulations que le réseau n’a pas confirmées.',
    next_step: 'Elles sont répétées; voyez les issues inconnues pour celles qui vous attendent.',
  },
  'file.writing': {
    reason: 'Il va partir.',
    next_step: 'S’il reste ici, la banque est injoignable\u00a0: voyez la tâche send-bank-files.',
  },
  'file.sent': { reason: 'La banque l’a.', next_step: 'Son accusé est attendu, là où elle en envoie.' },
  'item.missing': { reason: 'C’est payé ici, et dans aucun fichier de compensation qui devrait l’avoir.' },
  'item.extra': { reason: 'Le réseau l’a compensé, et rien chez nous n’y correspond.' },
  'item.amount': { reason: 'Le réseau l’a compensé pour un autre montant que le nôtre.' },
  'return.waiting': {
    reason: 'La banque l’a envoyé et rien n’a bougé; le mouvement concerné attend.',
    next_step: 'Demandez à la banque s’il est revenu, puis dites-le\u00a0: revenu, ou il tient.',
  },
  'return.nothing': {
    reason: 'La banque l’a envoyé et rien chez nous n’y correspond\u00a0: rien n’a bougé.',
    next_step: 'Demandez à la banque ce que c’est, corrigez avec elle, puis dites que rien ne change ici.',
  },
  'webhook.failed': {
    reason: 'Le récepteur ne répond plus depuis trop longtemps\u00a0: l’envoi est arrêté, rien n’est perdu.',
    next_step: 'Prévenez l’entreprise; son récepteur rétabli, elle relance le webhook.',
  },
  'webhook.trying': {
    reason: 'Le récepteur ne répond pas comme il faut. Rien n’est perdu.',
    next_step: 'Il est réessayé seul. Prévenez l’entreprise si cela dure.',
  },
  'alarm.reversal_unacknowledged': {
    reason: 'Une annulation a été répétée dix minutes et le réseau ne l’a jamais confirmée.',
    next_step: 'Demandez à l’acquéreur si le débit tient, puis tranchez l’issue inconnue.',
  },
  'alarm.capture_unacknowledged': {
    reason: 'Une saisie a été répétée dix minutes et le réseau n’a jamais répondu.',
    next_step: 'Demandez à l’acquéreur s’il a pris la saisie, puis tranchez l’issue inconnue.',
  },
  'alarm.answer_contradicts_person': {
    reason: 'Le réseau dit tard n’avoir rien pris, alors qu’une personne avait tranché. Rien n’a changé.',
    next_step: 'Demandez de nouveau à l’acquéreur. Ce qui n’est pas compensé devient un écart.',
  },
  'alarm.dispute_undecided': {
    reason: 'Le réseau n’a pas tranché cette contestation à temps.',
    next_step: 'Demandez la décision à l’acquéreur, puis `jetpay dispute resolve`.',
  },
  'alarm.clearing_file_refused': {
    reason: 'Un fichier de compensation est illisible, ou un autre portait son numéro. Rien n’est appliqué.',
    next_step: 'Faites-le renvoyer par le réseau.',
  },
  'alarm.clearing_file_missing': {
    reason: 'Un fichier de compensation est venu sans celui d’avant. Les suivants sont retenus.',
    next_step: 'Obtenez du réseau le fichier qui manque.',
  },
  'alarm.clearing_difference': {
    reason: 'Un fichier de compensation a laissé des écarts ouverts.',
    next_step: 'Résolvez les écarts de ce fichier; le dernier ferme l’alarme.',
  },
  'alarm.payout_returned': {
    reason: 'Un versement, ou une partie, est revenu de la banque ou n’a pu partir.',
    next_step:
      'Faites corriger le compte par l’entreprise; le versement réessayé ferme l’alarme. Levez d’abord la suspension d’une entreprise suspendue ou en fermeture, sinon elle ne peut le renvoyer.',
  },
  'alarm.bank_file_rejected': {
    reason: 'La banque a refusé un de nos fichiers en entier; son contenu a échoué.',
    next_step: 'Corrigez la cause avec la banque, puis réessayez les versements.',
  },
  'alarm.bank_file_refused': {
    reason: 'Un fichier de la banque est illisible. Rien n’en a été appliqué.',
    next_step: 'Faites-le renvoyer par la banque.',
  },
  'alarm.bank_return_parked': {
    reason: 'La banque a retourné ce qui ne correspond à rien chez nous. Rien n’a bougé.',
    next_step: 'Demandez à la banque ce qu’elle retourne, puis tranchez le retour.',
  },
  'alarm.return_rate_high': {
    reason:
      'Parmi les débits d’une entreprise aux États-Unis, il en revient plus que Nacha n’en tolère\u00a0: 0,5 % comme non autorisés, 3 % pour un compte erroné, 15 % en tout, sur 60 jours.',
    next_step:
      'Demandez à l’entreprise qui elle débite et comment ils ont consenti; abaissez ses limites ou suspendez-la. La banque demandera des raisons et un plan. L’alarme se ferme seule quand les taux redescendent.',
  },
  'alarm.recovery_open': {
    reason:
      'La base de données a été restaurée à un moment du passé. Ce que le réseau et la banque ont fait depuis est comparé, et n’est pas encore réglé.',
    next_step:
      'Lancez `jetpay recovery check`, réglez chaque élément de sa liste, puis ouvrez les portes par `jetpay recovery go`.',
  },
  'alarm.acceptor_unknown': {
    reason:
      'Un coffre ne parle pas au nom de celui que nous sommes pour le réseau de cartes\u00a0: les réglages diffèrent, ou il est d’une version plus ancienne. Il n’envoie aucun débit.',
    next_step:
      'Réglez acquéreur, terminal et marchand de même des deux côtés, ou nommez-les dans JETPAY_FURTHER_ACCEPTORS de chaque coffre. L’alarme se ferme d’elle-même.',
  },
  'alarm.audit_log_failing': {
    reason: 'Le coffre ne peut pas écrire son journal d’audit\u00a0: il ne débite aucune carte.',
    next_step:
      'Cherchez-en la cause dans le journal du coffre (disque, droits, table modifiée) et corrigez-la; l’alarme se ferme d’elle-même.',
  },
  'alarm.audit_log_changed': {
    reason: 'Une ligne du journal d’audit du coffre n’est plus celle qu’il avait annoncée.',
    next_step:
      'Traitez-le comme une intrusion\u00a0: gardez les bases telles quelles, lancez `jetpay audit verify` et cherchez qui pouvait y écrire. Après une restauration, c’est elle.',
  },
  'alarm.card_testing': {
    reason:
      'Quelqu’un essaie des cartes sur des pages de cette entreprise. Cette personne est bloquée; celles que l’on y connaît ne le sont pas.',
    next_step:
      'Demandez à l’entreprise à qui elle donne des pages de carte, et d’en donner moins librement. Les comptes s’effacent d’eux-mêmes; docs/card-testing.md.',
  },
  'alarm.account_update_file_refused': {
    reason:
      'Un fichier de mises à jour des comptes est illisible, ou un autre est venu sous son numéro. Rien n’en a été appliqué.',
    next_step: 'Demandez au réseau de le renvoyer; une fois repris, il ferme l’alarme.',
  },
  'alarm.account_update_file_missing': {
    reason:
      'Un fichier de mises à jour des comptes est venu sans celui qui le précède. Les suivants sont retenus.',
    next_step: 'Obtenez du réseau le fichier manquant.',
  },
  'alarm.card_page_changed': {
    reason:
      'La page de carte n’est pas servie telle qu’elle a été publiée: un script, un style ou un en-tête est différent.',
    next_step:
      'Regardez les preuves de `jetpay page audit`. Si personne chez vous ne l’a changée, retirez la page du service et cherchez qui l’a fait.',
  },
  'alarm.card_transfer_asked': {
    reason:
      'Quelqu’un demande que les cartes d’une entreprise soient écrites dans un fichier, ou reprises d’un fichier.',
    next_step:
      'Si vous n’en savez rien, faites-le annuler par un gardien: `jetpay cards transfer cancel`. Rien n’est écrit avant qu’un autre l’approuve. docs/portability.md.',
  },
  'alarm.card_transfer_done': {
    reason: 'Les cartes d’une entreprise ont été écrites dans un fichier, ou reprises d’un fichier.',
    next_step:
      'Si personne chez vous ne l’a voulu, traitez-le comme une intrusion. Sinon, veillez à ce que le fichier soit supprimé une fois repris par l’autre partie.',
  },
  'alarm.card_custodian_added': {
    reason: 'Il y a un nouveau gardien, qui peut demander et approuver que des cartes partent ou arrivent.',
    next_step:
      'Si vous ne connaissez pas cette personne, faites-la retirer par un autre gardien: `jetpay cards custodian remove`. À partir du troisième, un gardien ne peut rien faire pendant un jour.',
  },
}
