/** The card page's own scripts and styles. */
import { accentOfFile, accentStyle } from '../../ground/accent-color.ts'
import { type Html, html } from '../../ground/html.ts'
import { type Asset, readPageAssets, styleAsset } from '../../ground/page-assets.ts'

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

/** A company's colour is a style of its own, whose path says all that is in it. */
export const ACCENT_PATH = '/page/accent'

/** The style of a file such as `1d4fd7.css`; undefined where its colour is none that we take. */
export function accentAsset(file: string): Asset | undefined {
  const color = accentOfFile(file)
  return color === undefined ? undefined : styleAsset(accentStyle(color))
}

/** The link to it, which the browser holds it to as to our other files (PCI DSS 6.4.3). */
export function accentLink(color: string): Html {
  const { integrity } = styleAsset(accentStyle(color))
  return html`<link rel="stylesheet" href="${`${ACCENT_PATH}/${color.slice(1)}.css`}" integrity="${integrity}">\n`
}
