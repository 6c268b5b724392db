import type { AgreementTexts } from './agreement-text.ts'

export const achWebFr: AgreementTexts = {
  title: 'Autorisation de débit ACH',
  consent: ({ company, amount }) =>
    `J’ai lu cette autorisation et j’autorise ${company} à débiter mon compte bancaire une seule fois, de ${amount}.`,
  categories: {
    personal: 'Compte personnel (WEB), unique',
    business: 'Compte d’entreprise (CCD), unique',
  },
  mail: {
    subject: 'Votre autorisation de débit pour {company}',
    hello:
      'Vous avez autorisé {company} à débiter une fois de {amount} votre compte bancaire se terminant par {last4} («\u00a0{statement}\u00a0»). Votre copie de l’autorisation est jointe. Conservez-la.',
    file: 'autorisation',
  },
  paragraphs: ({ company, contact, amount, statement }, category) => [
    {
      heading: 'Votre autorisation de débiter votre compte',
      text: `Vous autorisez ${company} à débiter électroniquement, par le réseau ACH, une seule fois, de ${amount}, le compte de chèques ou d’épargne indiqué dans la présente autorisation, en paiement de «\u00a0${statement}\u00a0». Vous autorisez ce débit le jour de votre signature, qui est consigné avec elle. Vous confirmez que ce compte est tenu par une institution financière des États-Unis et ${
        category === 'personal'
          ? 'qu’il est le vôtre et un compte personnel.'
          : 'qu’il est un compte de l’entreprise pour laquelle vous signez, qu’il peut être débité par ACH et que vous pouvez signer pour l’entreprise.'
      }`,
    },
    {
      heading: 'Moment du débit',
      text: 'Il s’agit d’un seul débit. Il est effectué après votre signature, dans les cinq jours ouvrables. La présente autorisation prend fin d’elle-même avec ce débit\u00a0: tout autre débit exige une nouvelle autorisation, même si celui-ci revient impayé.',
    },
    {
      heading: 'Comment la révoquer',
      text: `Vous pouvez révoquer la présente autorisation jusqu’à ce que le débit ait été transmis à la banque, en écrivant à ${company} (${contact}). Le débit est habituellement transmis en un jour ouvrable\u00a0: écrivez donc immédiatement, en indiquant votre nom, le montant et «\u00a0${statement}\u00a0». Ensuite, vous pouvez seulement demander à votre propre institution financière d’arrêter le paiement. La révocation n’annule pas ce que vous devez à ${company}\u00a0: elle met seulement fin à ce mode de paiement.`,
    },
    {
      heading: 'En cas de problème',
      text:
        category === 'personal'
          ? `Avisez ${company} et votre institution financière. Selon la loi fédérale américaine (règlement E), votre institution examine un débit que vous n’avez pas autorisé, ou qui n’est pas conforme à votre autorisation, si vous l’en avisez dans les 60 jours suivant l’envoi du premier relevé où il figure.`
          : `Avisez immédiatement ${company} et votre institution financière\u00a0: le débit d’un compte d’entreprise ne peut être retourné que pendant deux jours bancaires et la protection des consommateurs du règlement E américain ne s’y applique pas.`,
    },
    {
      heading: 'Règles applicables',
      text: `Ce débit est régi par les lois des États-Unis et par les règles de Nacha (Nacha Operating Rules)${
        category === 'personal' ? '' : ', que l’entreprise accepte de respecter'
      }. Vous acceptez de signer la présente autorisation et de la recevoir par voie électronique. Avant de signer, vous pouvez imprimer cette page\u00a0; ensuite, vous en recevez immédiatement une copie par courriel. ${company} vous en remet une sur papier si vous le demandez.`,
    },
    {
      heading: 'Questions',
      text: `Pour toute question sur ce débit, communiquez avec ${company}\u00a0: ${contact}.`,
    },
    {
      heading: 'Vos renseignements et votre signature',
      text: 'Ce que vous indiquez ici est transmis aux institutions financières qui traitent ce débit, dans la mesure nécessaire. Votre signature sur cette page, tapée ou dessinée, vaut une signature sur papier. La présente autorisation est conservée au moins deux ans après le débit.',
    },
  ],
}
