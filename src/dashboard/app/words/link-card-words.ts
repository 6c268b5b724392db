import { inBoth } from './words.ts'

export const linkWords = inBoth({
  en: { link: 'Link', qr: 'The link as a QR code' },
  fr: { link: 'Lien', qr: 'Le lien en code QR' },
})
