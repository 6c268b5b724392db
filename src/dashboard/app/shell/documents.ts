/** What there is to read, on the same origin. */
export const documents = { guide: '/docs/guide', reference: '/docs' } as const
export const documentNames = ['guide', 'reference'] as const
