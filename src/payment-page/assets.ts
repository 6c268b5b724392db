/** The payment page's own scripts and styles. */
import { readPageAssets } from '../ground/page-assets.ts'

/** First the one that starts. */
const scriptNames = [
  'browser',
  'bank-fields',
  'bank-form',
  'card-frame',
  'card-number',
  'page-config',
  'proof-of-work',
  'routing-number',
  'send',
  'signature',
  'signature-pad',
  'status',
  'text',
] as const

export const scriptFiles: readonly string[] = scriptNames.map((name) => `${name}.js`)

export const {
  path: assetPath,
  styleLinks,
  files: assets,
} = readPageAssets(
  new URL('page/', import.meta.url),
  '/payment/page',
  ['page.css', 'form.css', 'bank.css'],
  scriptNames,
)
