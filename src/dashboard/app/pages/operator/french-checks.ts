/**
 * What each check of verify holds (the API says it in English, by the check's name), in French. Held complete
 * by `src/dashboard/french-words.test.ts`.
 */
export const frenchChecks: Readonly<Record<string, string>> = {
  checkpoints_hold:
    'Chaque point de contrôle du journal découle du précédent et de ses événements tels qu’ils sont',
  events_are_checkpointed: 'Aucun événement ne reste longtemps sans point de contrôle qui le scelle',
  no_card_numbers:
    'Aucun texte d’événement, de réponse ou de débit ne contient un numéro de carte (PCI DSS 3.5.1)',
  references_hold: 'Ce qu’une ligne nomme par son identifiant existe, et est de la même entreprise',
  history_leads_to_state:
    'Une histoire commence par ce qui a créé son débit, versement ou écart, est sans trou et finit dans son état',
  moves_are_allowed: 'Chaque passage est de ceux que le cycle de vie déclare',
  one_event_per_move:
    'Chaque passage d’un débit, crédit ou versement est annoncé une fois exactement, avec son état, et rien d’autre',
  one_event_per_card_outcome:
    'Chaque issue d’une carte (prise, échouée, expirée, supprimée) est annoncée une seule fois, et chaque mise à jour par son réseau aussi',
  card_as_last_updated:
    'Une carte mise à jour par son réseau a la marque, les quatre derniers chiffres et la date d’un des événements qui l’ont annoncée',
  event_ids_have_no_gap:
    'Les événements d’une entreprise sont numérotés de 1 à sa tête, sans trou ni surplus',
  webhook_cursors_within_the_log:
    'Aucun webhook n’a confirmé un événement qui n’existe pas, ni n’attend un événement supprimé',
  one_debit_per_idempotency_key: 'Une clé répondue nomme un seul débit, tel que la réponse le dit',
  one_approved_attempt_per_debit: 'Aucun débit n’a été saisi deux fois',
  paid_means_captured: 'Un débit par carte est payé exactement quand un essai de son montant fut approuvé',
  failed_means_settled: 'Un débit échoué n’a plus d’essai dont l’issue n’est demandée par personne',
  nothing_pending_too_long:
    'Essais sans issue, annulations sans accusé et événements sans numéro sont récents',
  preauthorized_means_held: 'Un débit est retenu exactement tant qu’un essai tient son montant ou est saisi',
  captured_within_authorized: 'Ce qui est saisi est ce qui fut demandé, et pas plus que la retenue',
  refunded_within_captured:
    'Le remboursé est la somme des remboursements qui tiennent, et pas plus que le payé',
  refund_means_given_back:
    'Un remboursement par carte est fait exactement quand le réseau l’a crédité ou a annulé le débit',
  one_event_per_refund:
    'Chaque remboursement est annoncé une fois, quand il est fait ou échoué, et s’il revient',
  refunds_are_what_is_not_cleared:
    'Ce que nous devons en remboursements est la somme de ceux qui ne sont ni compensés ni livrés',
  completed_refund_means_cleared:
    'Un remboursement par carte est terminé exactement quand le réseau l’a compensé ou que son écart fut tranché',
  refunds_by_bank_follow_their_item:
    'Un remboursement bancaire a un crédit, de son montant, et suit ce crédit',
  refunds_by_bank_go_to_the_payer:
    'Un remboursement bancaire va à un compte du client, et son coût au compte où le débit est versé',
  disputed_within_captured: 'Le contesté et le remboursé d’un débit ne dépassent pas ce qui fut saisi',
  dispute_means_taken_back:
    'Chaque contestation vient d’une ligne de compensation, et est gagnée exactement où une autre l’a repayée',
  each_chargeback_has_its_dispute:
    'Chaque rétrofacturation d’un fichier a ouvert une contestation, ou quelqu’un en a décidé',
  taken_back_is_explained: 'Le remboursé et le repris ne dépassent pas le débit, hors écarts ouverts',
  disputes_are_netted_once:
    'Les versements sont réduits une fois de chaque contestation, et rétablis si elle est gagnée',
  one_event_per_dispute_move: 'Chaque état d’une contestation est annoncé une fois exactement',
  submitted_means_evidence:
    'Une contestation soumise a des preuves, et seul ce qui est soumis est remis au réseau',
  evidence_is_kept_while_needed:
    'Des preuves ne sont supprimées que de contestations finies, et alors toutes',
  undecided_disputes_are_told: 'Quelqu’un est appelé pour une contestation exactement où elle le dit',
  postings_sum_to_zero: 'Les écritures de chaque transaction font zéro dans chaque devise',
  each_move_is_posted: 'Chaque passage a inscrit ce que le cycle de vie déclare, en entier, et rien d’autre',
  days_are_the_sum_of_their_entries: 'Les sommes par jour que lisent les soldes sont celles des écritures',
  sums_are_the_ledger:
    'Les sommes des chiffres sont celles du grand livre, par quart d’heure et compte, au cent près',
  sums_have_each_failure:
    'À chaque quart d’heure autant de débits ont échoué, avec ces motifs, que disent les sommes',
  sums_agree_in_each_unit: 'Un jour est la somme de ses heures, et une heure de ses quarts',
  completed_means_cleared:
    'Un débit par carte est terminé exactement quand le réseau l’a compensé ou que son écart fut tranché',
  network_receivable_is_what_is_not_cleared:
    'Ce que le réseau nous doit est la somme des débits payés non terminés',
  company_payable_is_what_is_not_paid_out:
    'Ce que nous devons à une entreprise est ce qui est payé et n’est remis à aucune banque',
  each_completed_debit_is_paid_out_once:
    'Chaque débit terminé est une ligne d’un versement, chaque remboursement une ligne qui l’ôte',
  suspense_is_what_is_open: 'L’argent en suspens est ce qui est reçu pour des écarts ouverts',
  bank_clearing_is_what_was_cleared:
    'Ce que la compensation a versé à la banque est la somme des lignes appliquées',
  paid_is_cleared_in_time: 'Un débit encore payé après deux jours de compensation a un écart ouvert',
  handed_on_means_owed:
    'Ce qui est transmis à une autre cellule, ou en vient, est ce que les livres disent dû pour cela',
  handed_on_is_on_its_way:
    'Chaque ligne d’une entreprise partie est transmise, une fois, dans un fichier à sa cellule',
  each_cell_payment_is_told_once:
    'Chaque paiement à une autre cellule lui est transmis une fois, et une fois à rebours s’il est revenu',
  payouts_follow_their_items:
    'Un versement est parti, arrivé ou revenu comme ses mouvements bancaires, au cent près',
  returned_payouts_are_told: 'Chaque versement revenu a son alarme, et aucune n’est ouverte pour un autre',
  payout_sums_are_its_items:
    'Ce qui est gardé d’un versement en sommes est, pour chaque partie, la somme de ses éléments et leur nombre',
  debits_by_bank_follow_their_pull:
    'Un débit bancaire a l’accord de son payeur et un prélèvement, et suit celui-ci',
  credits_follow_their_items:
    'Un crédit a un prélèvement à l’entreprise puis un envoi au client, et les suit',
  bank_clearing_is_what_the_bank_moved:
    'Ce que débits, crédits et remboursements ont inscrit à la banque est ce qu’elle a déplacé',
  what_came_back_is_owed_once:
    'Ce qui est revenu après avoir compté est une fois dans les versements suivants',
  open_debits_wait_for_their_payer: 'Un débit que son payeur n’a pas décidé est demandé ou annulé',
  deleted_contacts_have_nothing_open: 'Rien n’attend pour un client supprimé',
  questioned_items_wait_for_an_answer:
    'Un mouvement attend exactement tant qu’un retour qui n’y correspond pas est ouvert, et quelqu’un en est averti',
  each_fee_is_what_was_agreed:
    'Chaque débit venu sous des conditions a ses frais, recalculés, et aucun autre',
  fees_are_what_was_charged: 'Le compte des frais est la somme des frais, par entreprise et devise',
  each_fee_is_paid_once: 'Chaque frais est une ligne du versement de son débit',
  day_totals_are_what_was_made: 'Ce qui compte pour la limite d’un jour est la somme de ce qui y fut compté',
  each_company_keeps_to_its_currencies: 'Chaque débit et crédit est dans une devise ouverte à son entreprise',
  page_debits_are_signed:
    'Chaque débit accepté sur la page de paiement a son accord signé, aussi longtemps que la règle le veut',
  page_debits_go_as_signed:
    'La banque apprend chaque débit signé tel qu’il le fut\u00a0: personne ou entreprise',
  each_occurrence_made_has_its_transaction:
    'Ce qu’un échéancier a fait est un débit ou crédit de son montant',
  no_occurrence_that_failed_was_paid: 'Ce qu’un échéancier dit échoué n’a rien pris',
  occurrences_are_gapless: 'Avant la prochaine échéance, chacune a abouti à quelque chose',
  one_event_per_occurrence: 'Ce qu’est devenue chaque date d’un échéancier est annoncé une fois exactement',
  erasures_hold:
    'Un événement n’est sans son texte que si son client devait être effacé, et d’un client effacé aucun texte ne reste',
  restore_is_worked_off:
    'Après une restauration de la base, tout ce que le réseau et la banque ont fait dans le temps perdu a été vu, et ses portes sont ouvertes',
  each_capture_is_the_networks:
    'Chaque essai approuvé est saisi au réseau, chaque retenue est nôtre, et rien de plus',
  books_agree_to_the_cent:
    'Essais approuvés moins remboursements\u00a0: ce que le réseau a saisi, par devise, au cent près',
  each_message_is_sent_as_noted:
    'Chaque essai est au réseau sous l’acquéreur, le terminal et le commerçant avec lesquels il est gardé',
  each_chargeback_is_a_dispute:
    'Toute rétrofacturation d’un fichier est une contestation chez nous, de son montant',
  each_bank_item_is_the_banks: 'Chaque mouvement est une fois dans les livres de la banque, avec sa fin',
  bank_has_what_was_cleared:
    'Ce que le réseau a versé à la banque est ce que disent ses fichiers, par devise',
}
