import { inBoth } from '../../words/words.ts'

/** Words of the second factor that a company demands of its members. */
export const secondFactorWords = inBoth({
  en: {
    title: (company: string) => `${company} demands a second factor`,
    ofOperators: 'A second factor is demanded of operators',
    setUp:
      'Set one up before you go on: an authenticator app, or a passkey. A password alone opens nothing here.',
    showIt: 'You have one. Show it to go on.',
    show: 'Show it',
    goOn: 'Go on',
    keep: 'Keep the recovery codes first: they are not shown again.',
    demand: 'Second factor for everybody',
    demanded: 'Demanded: whoever has neither authenticator app nor passkey sets one up before anything else.',
    notDemanded: 'Not demanded: a password alone opens this company to whoever has no second factor.',
    demandDo: 'Demand it',
    demandTitle: 'Demand a second factor of everybody?',
    demandWhat:
      'With their next request, members who have shown none are led to set one up and reach nothing else here. API tokens are not concerned.',
    stop: 'Demand it no more',
    stopTitle: 'Demand a second factor no more?',
    stopWhat: 'A password alone then opens this company again.',
    demandedNow: 'A second factor is demanded of everybody from now on.',
    stopped: 'A second factor is demanded no more: a password alone opens this company.',
  },
  fr: {
    title: (company) => `${company} exige un second facteur`,
    ofOperators: 'Un second facteur est exigé des exploitants',
    setUp:
      'Ajoutez-en un avant de continuer\u00a0: une application d’authentification ou une clé d’accès. Un mot de passe seul n’ouvre rien ici.',
    showIt: 'Vous en avez un. Montrez-le pour continuer.',
    show: 'Le montrer',
    goOn: 'Continuer',
    keep: 'Gardez d’abord les codes de secours\u00a0: ils ne sont plus affichés ensuite.',
    demand: 'Second facteur pour tous',
    demanded: 'Exigé\u00a0: qui n’a ni application ni clé d’accès en ajoute un avant toute chose.',
    notDemanded: 'Non exigé\u00a0: un mot de passe seul ouvre l’entreprise à qui n’en a pas.',
    demandDo: 'L’exiger',
    demandTitle: 'Exiger un second facteur de tous?',
    demandWhat:
      'Dès leur prochaine requête, les membres qui n’en ont montré aucun sont menés à en ajouter un, et rien d’autre ne s’ouvre. Les jetons d’API ne sont pas concernés.',
    stop: 'Ne plus l’exiger',
    stopTitle: 'Ne plus exiger de second facteur?',
    stopWhat: 'Un mot de passe seul ouvre alors de nouveau cette entreprise.',
    demandedNow: 'Un second facteur est exigé de tous dès maintenant.',
    stopped: 'Le second facteur n’est plus exigé\u00a0: un mot de passe seul ouvre cette entreprise.',
  },
})
