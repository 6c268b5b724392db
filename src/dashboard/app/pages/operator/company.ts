import { inBoth } from '../../words/words.ts'

/** As `GET /operator/companies` tells it. Amounts are decimal texts. */
export type Company = {
  identifier: string
  name: string
  state: 'active' | 'suspended' | 'closing'
  suspended_at: string | null
  suspended_by: string | null
  suspended_note: string | null
  suspended_told: string | null
  features: readonly string[]
  contact_email: string | null
  contact_phone: string | null
  alert_email: string | null
  created_at: string
}
export type OfDay = { limit: string; used: string; left: string } | null
export type CompanyInFull = Company & {
  still_owed: readonly { currency: string; amount: string }[]
  limits: readonly {
    currency: string
    day: string
    per_transaction: string | null
    per_day_debits: OfDay
    per_day_credits: OfDay
  }[]
  fees: readonly {
    currency: string
    method: 'card' | 'eft'
    basis_points: number
    fixed: string
    effective_at: string
  }[]
}

export const companyWords = inBoth({
  en: {
    name: 'Name',
    search: 'Name or id',
    state: 'State',
    created: 'Created',
    features: 'Features',
    cardOnFile: 'Cards on file',
    switchOn: 'Allow',
    switchOff: 'Do not allow',
    facts: 'The company',
    contact: 'Contact for payers',
    alerts: 'Mail about webhooks in trouble',
    alertsNone: 'To the operator',
    identifier: 'Identifier',
    suspended: 'Suspended',
    by: 'By',
    because: 'Because',
    told: 'What its people are told',
    toldHint: 'They read it on each of their pages. Left empty, they are told to ask you.',
    toldNothing: 'To ask you',
    suspendedNext: 'It takes no money, reads and refunds. Once the cause is gone, let it go on.',
    closingNext:
      'It leaves: it takes no money, refunds, and is paid out until nothing is owed. Its data stays.',
    stillOwed: 'Still owed to it',
    nothingOwed: 'Nothing: it is closed',
    close: 'Close the company',
    closeTitle: (name: string) => `Close ${name}?`,
    closeWhat:
      'Within 10 seconds it takes no money any more, and its schedules make nothing. What is on its way ends, refunds go on, and payouts go out until nothing is owed. Its data stays, and its members can read it.',
    activeNext: 'It takes money. Suspend it where it must not until something is clear.',
    limits: 'Limits',
    noLimits: 'It moves no money in any currency: set a limit to open one.',
    perTransaction: 'Each transaction',
    debitsOfDay: 'Debits of a day',
    creditsOfDay: 'Credits of a day',
    without: 'Without a limit',
    used: 'used today',
    setLimits: 'Set limits',
    setLimitsWhat: 'They hold at once, for what is made from now on. A field left empty means no limit.',
    fees: 'Fees',
    noFees: 'Its debits cost it nothing.',
    method: 'Method',
    methods: { card: 'Card', eft: 'Bank debit' },
    share: 'Share',
    fixed: 'Each',
    from: 'From',
    basisPoints: 'Basis points (290 is 2.9 %)',
    setFee: 'Set a fee',
    setFeeWhat:
      'It is charged for debits whose money comes from a minute from now on. What came before keeps its fee.',
    rename: 'Rename',
    renameWhat: 'Payers and members see the new name within seconds.',
    suspend: 'Suspend',
    suspendTitle: (name: string) => `Suspend ${name}?`,
    suspendWhat:
      'Within 10 seconds its tokens and members read, refund and cancel, and take no money. Its schedules make nothing, and payouts that are not with the bank wait. What was accepted goes on.',
    unsuspend: 'Let it go on',
    unsuspendTitle: (name: string) => `Let ${name} go on?`,
    unsuspendWhat:
      'It takes money again within 10 seconds. What its schedules had due meanwhile is charged now, and its payouts go out.',
    did: {
      reached: 'Where it is reached is changed.',
      renamed: (name: string) => `It is called ${name} now.`,
      cards: (on: string) =>
        on === 'on' ? 'It may keep cards on file now.' : 'It keeps no further cards on file.',
      closed: (name: string) => `${name} is closing: it takes no money within 10 seconds.`,
      suspended: (name: string) => `${name} is suspended: it takes no money within 10 seconds.`,
      goesOn: (name: string) => `${name} goes on: it takes money within 10 seconds.`,
      limited: (currency: string) => `Its limits in ${currency} are set, and hold from now on.`,
      charged: (method: string, currency: string) =>
        `Its fee is set: ${method}, ${currency}, from a minute from now on.`,
    },
    noneTitle: 'No company',
    none: 'Make the first one: what it may move, what it pays, and who its owner is.',
    noFitTitle: 'No company fits',
    noFit: 'Clear the filters to see all.',
  },
  fr: {
    name: 'Nom',
    search: 'Nom ou identifiant',
    state: 'État',
    created: 'Créée',
    features: 'Fonctions',
    cardOnFile: 'Cartes enregistrées',
    switchOn: 'Permettre',
    switchOff: 'Ne plus permettre',
    facts: 'L’entreprise',
    contact: 'Contact pour les payeurs',
    alerts: 'Courriel sur les webhooks en difficulté',
    alertsNone: 'À l’exploitant',
    identifier: 'Identifiant',
    suspended: 'Suspendue',
    by: 'Par',
    because: 'Parce que',
    told: 'Ce qui est dit à ses membres',
    toldHint: 'Ils le lisent sur chacune de leurs pages. Vide, il leur est dit de vous demander.',
    toldNothing: 'De vous demander',
    suspendedNext: 'Elle n’encaisse rien, lit et rembourse. La cause passée, laissez-la reprendre.',
    closingNext:
      'Elle part\u00a0: elle n’encaisse rien, rembourse, et ses versements partent jusqu’à ce que rien ne lui soit dû. Ses données restent.',
    stillOwed: 'Encore dû',
    nothingOwed: 'Rien\u00a0: elle est fermée',
    close: 'Fermer l’entreprise',
    closeTitle: (name) => `Fermer ${name}?`,
    closeWhat:
      'Dans les 10 secondes elle n’encaisse plus rien et ses échéanciers ne font rien. Ce qui est en route se termine, les remboursements continuent, et les versements partent jusqu’à ce que rien ne soit dû. Ses données restent lisibles pour ses membres.',
    activeNext: 'Elle encaisse. Suspendez-la si elle ne doit pas encaisser avant que tout soit clair.',
    limits: 'Limites',
    noLimits: 'Elle ne déplace d’argent en aucune devise\u00a0: une limite en ouvre une.',
    perTransaction: 'Chaque transaction',
    debitsOfDay: 'Débits d’un jour',
    creditsOfDay: 'Crédits d’un jour',
    without: 'Sans limite',
    used: 'utilisé aujourd’hui',
    setLimits: 'Fixer des limites',
    setLimitsWhat:
      'Elles valent aussitôt, pour ce qui est fait dès maintenant. Un champ vide\u00a0: sans limite.',
    fees: 'Frais',
    noFees: 'Ses débits ne lui coûtent rien.',
    method: 'Moyen',
    methods: { card: 'Carte', eft: 'Débit bancaire' },
    share: 'Part',
    fixed: 'Chacun',
    from: 'Dès',
    basisPoints: 'Points de base (290 font 2,9 %)',
    setFee: 'Fixer des frais',
    setFeeWhat:
      'Dus pour les débits dont l’argent vient dans une minute ou plus tard. Le passé garde ses frais.',
    rename: 'Renommer',
    renameWhat: 'Payeurs et membres voient le nouveau nom en quelques secondes.',
    suspend: 'Suspendre',
    suspendTitle: (name) => `Suspendre ${name}?`,
    suspendWhat:
      'En 10 secondes ses jetons et membres lisent, remboursent et annulent, sans encaisser. Ses échéanciers ne font rien; les versements non remis à la banque attendent. Ce qui fut accepté continue.',
    unsuspend: 'Laisser reprendre',
    unsuspendTitle: (name) => `Laisser reprendre ${name}?`,
    unsuspendWhat:
      'Elle encaisse de nouveau en 10 secondes. Ce que ses échéanciers avaient d’échu est prélevé maintenant, et ses versements partent.',
    did: {
      reached: 'Ses coordonnées sont changées.',
      renamed: (name) => `Elle s’appelle maintenant ${name}.`,
      cards: (on) =>
        on === 'on' ? 'Elle peut maintenant garder des cartes.' : 'Elle ne garde plus de nouvelles cartes.',
      closed: (name) => `${name} se ferme\u00a0: elle n’encaisse plus rien dans les 10 secondes.`,
      suspended: (name) => `${name} est suspendue\u00a0: elle n’encaisse plus rien dans les 10 secondes.`,
      goesOn: (name) => `${name} reprend\u00a0: elle encaisse dans les 10 secondes.`,
      limited: (currency) => `Ses limites en ${currency} sont fixées, et valent dès maintenant.`,
      charged: (method, currency) => `Ses frais sont fixés\u00a0: ${method}, ${currency}, dans une minute.`,
    },
    noneTitle: 'Aucune entreprise',
    none: 'Créez la première\u00a0: ce qu’elle déplace, ce qu’elle paie, et son propriétaire.',
    noFitTitle: 'Aucune entreprise ne correspond',
    noFit: 'Retirez les filtres pour tout voir.',
  },
})
