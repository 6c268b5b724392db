import { inBoth } from '../../words/words.ts'

export const eventWords = inBoth({
  en: {
    number: 'Number',
    type: 'Type',
    when: 'When',
    about: 'About',
    noneTitle: 'No event yet',
    none: 'Every change makes one. Make a contact, or trigger one in the sandbox.',
    notFoundTitle: 'None of this type where was looked',
    notFound: 'The newest ten thousand events were looked through. Show more goes further back.',
    further: 'Look further back',
    title: (id: string) => `Event ${id}`,
    data: 'As it was delivered',
    proof: 'Proof',
    proofText:
      'This browser computes, from the text of the event, the hash of its block and of the chain, and compares it with the checkpoint that the log publishes.',
    check: 'Check it here',
    proven: 'Proven',
    provenText: (last: string) =>
      `The text of this event leads, hash by hash, to the published checkpoint of event ${last}. Not one letter of it was changed.`,
    disproven: 'Not proven',
    disprovenText:
      'The text does not lead to the published checkpoint. Run jetpay verify, and tell the operator.',
    young: 'Too young to be proven',
    unable:
      'This browser computes no hashes on a page without https. Download the proof and check it with jetpay events verify-proof.',
    checkpoint: 'Checkpoint',
    own: 'A hash that you have kept',
    ownHint:
      'Of a checkpoint at or after this event. The proof holds for it if it is among those on its way.',
    matches: 'It is the checkpoint’s hash: what you kept stands for this event.',
    differs: 'It is another hash than this checkpoint’s.',
    download: 'Download the proof',
    deliveries: 'Which webhooks got it',
    confirmed: 'Confirmed',
    notYet: 'Not yet',
    notRecorded: 'Not recorded',
    notRecordedWhy:
      'The webhook is past it, and no delivery of it is known: it is older than the webhook or than 30 days, or of a type that it does not hear.',
    attempts: 'Attempts',
    noWebhooks: 'There is no webhook. Add one, or ask GET /events.',
    newer: 'Next',
    older: 'Previous',
    facts: 'What it is',
    path: 'Steps to the root',
  },
  fr: {
    number: 'Numéro',
    type: 'Type',
    when: 'Quand',
    about: 'Concerne',
    noneTitle: 'Aucun événement pour l’instant',
    none: 'Chaque changement en produit un. Créez un client, ou déclenchez-en un dans le bac à sable.',
    notFoundTitle: 'Aucun de ce type là où l’on a cherché',
    notFound: 'Les dix mille événements les plus récents ont été parcourus. La suite remonte plus loin.',
    further: 'Chercher plus loin',
    title: (id) => `Événement ${id}`,
    data: 'Tel qu’il a été livré',
    proof: 'Preuve',
    proofText:
      'Ce navigateur calcule, du texte de l’événement, le hachage de son bloc et de la chaîne, et le compare au point de contrôle que le journal publie.',
    check: 'Vérifier ici',
    proven: 'Prouvé',
    provenText: (last) =>
      `Le texte de cet événement mène, hachage par hachage, au point de contrôle publié de l’événement ${last}. Pas une lettre n’en a été changée.`,
    disproven: 'Non prouvé',
    disprovenText:
      'Le texte ne mène pas au point de contrôle publié. Lancez jetpay verify et avertissez l’exploitant.',
    young: 'Trop récent pour être prouvé',
    unable:
      'Ce navigateur ne calcule pas de hachage sur une page sans https. Téléchargez la preuve et vérifiez-la par jetpay events verify-proof.',
    checkpoint: 'Point de contrôle',
    own: 'Un hachage que vous avez conservé',
    ownHint:
      'D’un point de contrôle à cet événement ou après. La preuve vaut pour lui s’il est sur son chemin.',
    matches: 'C’est le hachage du point de contrôle\u00a0: ce que vous avez conservé couvre cet événement.',
    differs: 'Ce hachage n’est pas celui de ce point de contrôle.',
    download: 'Télécharger la preuve',
    deliveries: 'Quels webhooks l’ont reçu',
    confirmed: 'Confirmé',
    notYet: 'Pas encore',
    notRecorded: 'Non consigné',
    notRecordedWhy:
      'Le webhook en est plus loin, et aucune livraison n’en est connue : il est plus ancien que le webhook ou que 30 jours, ou d’un type qu’il n’écoute pas.',
    attempts: 'Essais',
    noWebhooks: 'Il n’y a pas de webhook. Ajoutez-en un, ou interrogez GET /events.',
    newer: 'Suivant',
    older: 'Précédent',
    facts: 'Ce que c’est',
    path: 'Étapes jusqu’à la racine',
  },
})
