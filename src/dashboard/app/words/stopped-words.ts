import { inBoth } from './words.ts'

/** Of a company that takes no money now, to its own people. */
export const stoppedWords = inBoth({
  en: {
    title: { suspended: 'Your company is suspended', closing: 'Your company is being closed' },
    since: 'since',
    what: {
      suspended:
        'It takes no money: no new links, charges, holds or credits, schedules make nothing, payment pages take nothing, and payouts wait. You can still read, refund and cancel.',
      closing:
        'It takes no money: no new links, charges, holds or credits, and schedules make nothing. Refunds go on, and payouts go out until nothing is owed to you. You can still read everything.',
    },
    reason: 'The operator says:',
    ask: {
      suspended: 'Ask the operator of this installation: only they can let it go on.',
      closing: 'If you do not want that, ask the operator of this installation: they can take it back.',
    },
    why: {
      suspended: 'Not while your company is suspended. Ask the operator.',
      closing: 'Not while your company is being closed. Ask the operator.',
    },
  },
  fr: {
    title: {
      suspended: 'Votre entreprise est suspendue',
      closing: 'Votre entreprise est en cours de fermeture',
    },
    since: 'depuis le',
    what: {
      suspended:
        'Elle n’encaisse rien\u00a0: ni nouveaux liens, débits, retenues ou crédits; les échéanciers ne font rien, les pages de paiement ne prennent rien, et les versements attendent. Vous pouvez encore lire, rembourser et annuler.',
      closing:
        'Elle n’encaisse rien\u00a0: ni nouveaux liens, débits, retenues ou crédits, et les échéanciers ne font rien. Les remboursements continuent, et les versements partent jusqu’à ce que rien ne vous soit dû. Vous pouvez encore tout lire.',
    },
    reason: 'L’exploitant dit\u00a0:',
    ask: {
      suspended: 'Demandez à l’exploitant de cette installation\u00a0: lui seul peut la laisser reprendre.',
      closing:
        'Si vous ne le voulez pas, demandez à l’exploitant de cette installation\u00a0: il peut revenir en arrière.',
    },
    why: {
      suspended: 'Pas tant que votre entreprise est suspendue. Demandez à l’exploitant.',
      closing: 'Pas pendant la fermeture de votre entreprise. Demandez à l’exploitant.',
    },
  },
})
