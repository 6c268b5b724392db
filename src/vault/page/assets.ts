/** The card page's own scripts and styles. */
import { readPageAssets } from '../../ground/page-assets.ts'

const scriptNames = [
  'browser',
  'card-fields',
  'card-form',
  'card-number',
  'form-fields',
  'parent-page',
  'postal-code',
  'submit-card',
  'text',
  'typing',
  'wording',
] as const

const read = readPageAssets(new URL('.', import.meta.url), '/page', ['page.css', 'form.css'], scriptNames)

/** Everything to serve beside the pages, by path. */
export const assets = read.files
export const assetPath = read.path
export const { styleLinks } = read

/** All scripts of the page, first the one that starts. */
export const scriptFiles: readonly string[] = scriptNames.map((name) => `${name}.js`)
