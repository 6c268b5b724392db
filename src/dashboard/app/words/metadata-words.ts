import { inBoth } from './words.ts'

export const metadataWords = inBoth({
  en: {
    metadata: 'Metadata',
    hint: 'Pairs of yours; they come with each event.',
    key: 'Key',
    value: 'Value',
    add: 'Add a pair',
    remove: (key: string) => `Remove ${key}`,
  },
  fr: {
    metadata: 'Métadonnées',
    hint: 'Des paires à vous; elles accompagnent chaque événement.',
    key: 'Clé',
    value: 'Valeur',
    add: 'Ajouter une paire',
    remove: (key) => `Retirer ${key}`,
  },
})
