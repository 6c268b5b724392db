import type { AgreementTexts } from './agreement-text.ts'

export const padH1Fr: AgreementTexts = {
  title: 'Accord de débit préautorisé (DPA)',
  consent: () => 'J’ai lu cet accord et je l’accepte, y compris l’absence de préavis de 10 jours.',
  categories: { personal: 'DPA personnel, unique', business: 'DPA d’entreprise, unique' },
  mail: {
    subject: 'Votre accord de débit avec {company}',
    hello:
      'Vous avez accepté que {company} débite une fois de {amount} votre compte bancaire se terminant par {last4} («\u00a0{statement}\u00a0»). Votre copie de l’accord est jointe. Conservez-la.',
    file: 'accord',
  },
  paragraphs: ({ company, contact, amount, statement }, category) => [
    {
      heading: 'Votre autorisation',
      text: `Vous autorisez ${company} (le bénéficiaire) à débiter une seule fois le compte bancaire indiqué dans le présent accord de ${amount}, en paiement de «\u00a0${statement}\u00a0». Il s’agit d’un débit préautorisé ${category === 'personal' ? 'personnel' : 'd’entreprise'} au sens de la Règle H1 de Paiements Canada. Vous confirmez que ce compte est le vôtre et que toutes les personnes dont la signature y est requise ont donné leur accord.`,
    },
    {
      heading: 'Moment du débit',
      text: `Il s’agit d’un débit unique. Il est effectué dans les cinq jours ouvrables suivant votre signature. Le présent accord prend fin de lui-même une fois le paiement effectué\u00a0: tout autre débit exige un nouvel accord.`,
    },
    {
      heading: 'Préavis auquel vous renoncez',
      text: `Vous renoncez au droit d’être avisé du montant et de la date de ce débit 10 jours à l’avance. ${company} peut l’effectuer sans autre avis. Vous recevez immédiatement une copie du présent accord par courriel.`,
      prominent: true,
    },
    {
      heading: 'Annulation',
      text: `Vous pouvez annuler le présent accord en tout temps jusqu’à ce que le débit ait été transmis à votre banque, en écrivant à ${company} (${contact}). Pour obtenir un spécimen de formulaire d’annulation, ou pour plus d’information sur votre droit d’annuler un accord de DPA, communiquez avec votre institution financière ou visitez paiements.ca. L’annulation du présent accord n’annule pas ce que vous devez à ${company}\u00a0: elle met seulement fin à ce mode de paiement.`,
    },
    {
      heading: 'Recours et remboursement',
      text: `Vous avez certains droits de recours si un débit n’est pas conforme au présent accord. Par exemple, vous avez le droit de recevoir le remboursement de tout débit qui n’est pas autorisé ou qui n’est pas compatible avec le présent accord de DPA. Pour obtenir plus d’information sur vos droits de recours, communiquez avec votre institution financière ou visitez paiements.ca. Vous pouvez demander à votre institution financière le remboursement d’un tel débit dans les ${category === 'personal' ? '90 jours civils' : '10 jours ouvrables'} suivant celui-ci.`,
    },
    {
      heading: 'Questions',
      text: `Pour toute question sur ce débit, communiquez avec ${company}\u00a0: ${contact}.`,
    },
    {
      heading: 'Vos renseignements et votre signature',
      text: `Ce que vous indiquez ici est transmis aux institutions financières qui traitent ce débit, dans la mesure nécessaire. Votre signature sur cette page, tapée ou dessinée, vaut une signature sur papier. Le présent accord est conservé au moins 12 mois après le débit.`,
    },
  ],
}
