/**
 * What each test account does (the API says it in English), in French, by the code with which its money comes
 * back or its notice is given. Held complete by `src/dashboard/french-words.test.ts`.
 */
const meanings: Readonly<Record<string, string>> = {
  900: 'rejeté au contrôle',
  901: 'fonds insuffisants',
  902: 'compte introuvable',
  903: 'paiement arrêté ou rappelé',
  904: 'postdaté ou périmé',
  905: 'compte fermé',
  907: 'débit non permis',
  908: 'fonds non compensés',
  909: 'devise différente de celle du compte',
  910: 'payeur ou bénéficiaire décédé',
  911: 'compte gelé',
  912: 'numéro de compte invalide ou inexact',
  914: 'nom du payeur ou du bénéficiaire inexact',
  915: 'aucun accord',
  916: 'non conforme à l’accord, particulier',
  917: 'accord révoqué, particulier',
  918: 'sans confirmation ni préavis, particulier',
  919: 'non conforme à l’accord, entreprise',
  920: 'accord révoqué, entreprise',
  921: 'sans confirmation ni préavis, entreprise',
  922: 'retour demandé par le client',
  990: 'institution en défaut',
  998: 'aucun accord pour les retours',
  R01: 'fonds insuffisants',
  R02: 'compte fermé',
  R03: 'aucun compte, ou introuvable',
  R04: 'structure du numéro de compte invalide',
  R05: 'débit non autorisé d’un compte de particulier avec un code SEC d’entreprise',
  R06: 'retourné à la demande de l’ODFI',
  R07: 'autorisation révoquée par le client',
  R08: 'paiement arrêté',
  R09: 'fonds non encaissés',
  R10: 'émetteur inconnu ou non autorisé',
  R11: 'écriture non conforme à l’autorisation',
  R12: 'compte cédé à une autre institution',
  R13: 'numéro d’acheminement ACH invalide',
  R14: 'mandataire du bénéficiaire décédé',
  R15: 'bénéficiaire ou titulaire décédé',
  R16: 'compte gelé, ou retour sur ordre de l’OFAC',
  R17: 'critères de contrôle du fichier, ou circonstances douteuses',
  R18: 'date d’effet invalide',
  R19: 'erreur dans le montant',
  R20: 'compte sans opérations',
  R21: 'identification d’entreprise invalide',
  R22: 'numéro d’identification individuel invalide',
  R23: 'crédit refusé par le destinataire',
  R24: 'écriture en double',
  R25: 'erreur d’addenda',
  R26: 'erreur dans un champ obligatoire',
  R27: 'erreur de numéro de trace',
  R28: 'chiffre de contrôle du numéro d’acheminement inexact',
  R29: 'l’entreprise cliente dit ne pas avoir autorisé',
  R31: 'retour admis (CCD et CTX seulement)',
  R32: 'non-règlement par la RDFI',
  R34: 'institution à participation limitée',
  R35: 'retour d’un débit irrégulier',
  R85: 'paiement international sortant mal codé',
  R90: 'retourné pour conformité aux sanctions de la RDFI',
  C01: 'numéro de compte inexact',
  C02: 'numéro d’acheminement inexact',
  C03: 'numéros d’acheminement et de compte inexacts',
  C04: 'nom inexact',
  C05: 'code d’opération inexact',
  C06: 'numéro de compte et code d’opération inexacts',
  C07: 'numéros d’acheminement et de compte, et code d’opération inexacts',
  C09: 'numéro d’identification individuel inexact',
  C13: 'erreur de format d’addenda',
}

const ways: readonly [english: string, french: string][] = [
  ['comes back', 'revient'],
  ['settles, then comes back late', 'se règle, puis revient en retard'],
  ['settles, with a notice of change', 'se règle, avec un avis de changement'],
]

/** Undefined where no word is known for it. */
export function accountInFrench(behaviour: string): string | undefined {
  if (behaviour === 'settles, as does any number that is not listed')
    return 'se règle, comme tout numéro qui n’est pas dans la liste'
  const [, transit, account] = /to transit (\d+), account (\d+)$/.exec(behaviour) ?? []
  if (transit) return `se règle, avec un avis de changement\u00a0: transit ${transit}, compte ${account}`
  const [, way, code = ''] = /^(.*): (\w+) /.exec(behaviour) ?? []
  const french = ways.find(([english]) => english === way)?.[1]
  return french && meanings[code] && `${french}\u00a0: ${code}, ${meanings[code]}`
}
