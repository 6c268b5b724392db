import type { TimelineWords } from './words-shape.ts'

export const timelineFr: TimelineWords = {
  moves: {
    request: 'Création',
    charge: 'Le réseau de cartes a approuvé et pris l’argent',
    fail: 'Échec\u00a0: {reason}',
    authorize: 'Le réseau de cartes retient le montant',
    capture: 'Le montant retenu est pris',
    release: 'La retenue a été libérée; rien n’est pris',
    expire: 'Délai écoulé; rien n’est pris',
    refuse: 'Le réseau de cartes n’a pas accepté la saisie',
    settle: 'Le réseau de cartes l’a réglé',
    reject: 'Le réseau de cartes l’a rejeté à la compensation et ne le paie pas',
    cancel: 'Annulation',
    fail_try: 'Une carte ne l’a pas payé\u00a0: {reason}. Le payeur peut essayer autrement',
    agree: 'Le payeur a accepté le débit; le prélèvement attend le prochain fichier bancaire',
    pull: 'Le prélèvement est acquis\u00a0: aucun retour dans les jours de la banque',
    deposit: 'Déposé dans votre compte avec un versement',
    refuse_deposit: 'Le versement qui le contient est revenu; l’argent vous est dû',
    redeposit: 'Le versement qui le contient a été renvoyé et déposé',
    return: 'La banque du payeur a repris l’argent',
    return_late: 'La banque du payeur a repris l’argent alors qu’il était acquis',
    initiate: 'Le prélèvement sur votre compte attend le prochain fichier bancaire',
    deliver: 'Arrivé au compte du contact',
    bounce: 'La banque du contact l’a renvoyé; l’argent vous revient avec le prochain versement',
    unfund: 'Votre banque a repris le prélèvement et l’envoi a été arrêté',
    return_pull: 'Votre banque a repris le prélèvement; vous le devez',
    return_push: 'La banque du contact l’a renvoyé tard; l’argent vous revient avec le prochain versement',
  },
  fee: 'Vos frais ont été comptés',
  refunds: {
    request: 'Un remboursement de {amount} a été demandé',
    approve: 'Le réseau de cartes crédite le remboursement de {amount}',
    void: 'Le paiement lui-même a été repris, à la place d’un remboursement de {amount}',
    settle: 'Le réseau de cartes a réglé le remboursement de {amount}',
    fail: 'Le remboursement de {amount} a échoué\u00a0: {reason}',
    deliver: 'Le remboursement de {amount} est arrivé au compte bancaire',
    bounce: 'Le remboursement de {amount} est revenu de la banque\u00a0: {reason}',
    return_push: 'Le remboursement de {amount} est revenu après son arrivée',
  },
  disputes: {
    open: 'Le titulaire de la carte conteste {amount}',
    submit: 'Vos preuves ont été soumises',
    win: 'La contestation de {amount} est gagnée',
    lose: 'La contestation de {amount} est perdue',
    win_late: 'La contestation de {amount} est finalement gagnée',
  },
  items: {
    open: 'Le fichier de compensation ne concorde pas\u00a0: une personne l’examine',
    add: 'Un autre enregistrement de la compensation ne concorde pas',
    correct: 'L’écart a été corrigé par un enregistrement suivant',
    settle: 'L’écart a été réglé',
    fail: 'L’écart a pris fin sans argent',
    write_off: 'L’écart a été passé en pertes et profits',
  },
  asked: {
    charge: 'Le réseau de cartes a été prié de prendre {amount}',
    authorization: 'Le réseau de cartes a été prié de retenir {amount}',
    refund: 'Le réseau de cartes a été prié de rendre {amount}',
  },
  answers: {
    sent: 'pas encore de réponse',
    approved: 'approuvé',
    declined: 'refusé',
    unsent: 'la demande n’est jamais partie',
    reversing:
      'personne ne sait ce qu’il en est advenu; elle est annulée jusqu’à ce que le réseau le confirme',
    reversed: 'annulé; rien n’a été pris',
    authorized: 'approuvé',
    capturing: 'approuvé; la saisie est répétée jusqu’à ce que le réseau réponde',
  },
  decided: {
    outcomes: {
      reversed:
        'Décision de l’exploitant de votre plateforme\u00a0: cela n’a pas eu lieu. Le réseau ne l’a pas dit lui-même',
      captured:
        'Décision de l’exploitant de votre plateforme\u00a0: cela tient. Le réseau ne l’a pas dit lui-même',
      released:
        'Décision de l’exploitant de votre plateforme\u00a0: pas de saisie, la retenue est rendue. Le réseau ne l’a pas dit lui-même',
    },
    returns: {
      returned:
        'Décision de l’exploitant de votre plateforme\u00a0: la banque l’a retourné. Ce qu’en disait son fichier ne correspondait pas de lui-même',
      stands:
        'Décision de l’exploitant de votre plateforme\u00a0: cela tient. Ce qu’en disait le fichier de la banque n’a rien déplacé',
    },
    takenBack: '{direction} de {amount} est revenu, par décision de l’exploitant de votre plateforme',
    answer: 'il n’a jamais dit ce qu’il en est; une personne a tranché, plus bas',
    capture: 'il n’a jamais dit s’il l’a fait; une personne a tranché, plus bas',
    moves: {
      fail: 'Échec, par décision de l’exploitant de votre plateforme',
      charge: 'Tenu pour payé, par décision de l’exploitant de votre plateforme',
      capture: 'Le montant retenu est tenu pour pris, par décision de l’exploitant de votre plateforme',
      refuse: 'Échec sans saisie, par décision de l’exploitant de votre plateforme',
      settle: 'Terminé, par décision de l’exploitant de votre plateforme sur l’écart',
      reject: 'Échec, par décision de l’exploitant de votre plateforme sur l’écart',
    },
    refunds: {
      approve:
        'Le remboursement de {amount} est tenu pour fait, par décision de l’exploitant de votre plateforme',
      fail: 'Le remboursement de {amount} a échoué, par décision de l’exploitant de votre plateforme',
      void: 'Le paiement est tenu pour repris à la place d’un remboursement de {amount}, par décision de l’exploitant de votre plateforme',
      settle:
        'Le remboursement de {amount} est terminé, par décision de l’exploitant de votre plateforme sur l’écart',
    },
    items: {
      correct: 'Décision de l’exploitant de votre plateforme\u00a0: l’écart est une contestation gagnée',
      settle:
        'Décision de l’exploitant de votre plateforme\u00a0: terminé tel qu’il est ici. Ce que le réseau a payé autrement est un gain ou une perte de la plateforme',
      fail: 'Décision de l’exploitant de votre plateforme\u00a0: échec; le réseau ne l’a jamais payé',
      write_off:
        'Décision de l’exploitant de votre plateforme\u00a0: l’écart est un gain ou une perte de la plateforme',
    },
    dispute:
      'La contestation de {amount} a été close comme perdue par l’exploitant de votre plateforme; le réseau ne l’a jamais tranchée',
  },
  colon: '\u00a0: ',
  captured: 'Le réseau de cartes a été prié de saisir {amount}',
  cleared: {
    sale: 'Fichier de compensation {file}, ligne {line}\u00a0: {amount}',
    reversal: 'Fichier de compensation {file}, ligne {line}\u00a0: annulation de {amount}',
    refund: 'Fichier de compensation {file}, ligne {line}\u00a0: remboursement de {amount}',
    adjustment: 'Fichier de compensation {file}, ligne {line}\u00a0: rectification de {amount}',
    reject: 'Fichier de compensation {file}, ligne {line}\u00a0: rejet, {amount}',
  },
  banked: {
    queued: '{direction} de {amount} attend le prochain fichier bancaire',
    sent: '{direction} de {amount} est parti à la banque dans le fichier {file}',
    settled: '{direction} de {amount} est réglé',
    returned: '{direction} de {amount} a été retourné par la banque\u00a0: {reason}',
    rejected: '{direction} de {amount} a été rejeté par la banque\u00a0: {reason}',
    cancelled: '{direction} de {amount} a été arrêté avant tout fichier',
  },
  directions: { credit: 'Un dépôt', debit: 'Un prélèvement' },
  paidOut: '{amount} en fait partie d’un versement de {payout}',
  takenFromPayout: '{amount} a été retiré d’un versement de {payout}',
  event: 'Événement {event}\u00a0: {type}',
  mails: {
    queued: 'Un courriel à {to} attend d’être envoyé\u00a0: «\u00a0{subject}\u00a0»',
    sent: 'Un courriel est parti à {to}\u00a0: «\u00a0{subject}\u00a0»',
    failed: 'Un courriel à {to} n’a pas pu être envoyé\u00a0: «\u00a0{subject}\u00a0»',
  },
  agreed: {
    platform: 'Votre programme a déclaré que le payeur est d’accord',
    payment_page: 'Le payeur a signé l’accord sur la page de paiement',
  },
  scheduled: 'Créé par un échéancier, pour le {day}',
  audit: {
    begun: '{actor} l’a demandé\u00a0: {operation}',
    done: '{actor} l’a fait\u00a0: {operation}',
    refused: '{actor} a été refusé\u00a0: {operation}, {code}',
    failed: '{actor} a essayé sans succès\u00a0: {operation}, {code}',
  },
  next: {
    payout: '{amount} attend votre prochain versement',
    taken: '{amount} sera retiré de votre prochain versement',
    clearing: 'Le fichier de compensation du réseau le règle, en général le lendemain',
    expiry: 'La retenue prend fin le {time} si elle n’est pas saisie avant',
    link: 'Il attend son contact; le lien est ouvert jusqu’au {time}',
    file: 'Il attend le prochain fichier bancaire',
    reversal: 'Le réseau de cartes est redemandé jusqu’à ce qu’il dise ce qu’il en est',
  },
}
