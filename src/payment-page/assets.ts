/** The payment page's own scripts and styles. */
import { readPageAssets } from '../page-assets.ts'

/** First the one that starts. */
const scriptNames = [
  'browser',
  'bank-fields',
  'bank-form',
  'card-frame',
  'page-config',
  'send',
  'signature',
  'signature-pad',
  'status',
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
