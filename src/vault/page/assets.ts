/** The card page's own scripts and styles. */
import { accentOfFile, accentStyle } from '../../ground/accent-color.ts'
import { type Html, html } from '../../ground/html.ts'
import { oneScript } from '../../ground/one-script.ts'
import {
  type Appearance,
  appearanceFile,
  appearanceOfFile,
  appearanceStyle,
} from '../../ground/page-appearance.ts'
import { type Asset, readPageAssets, styleAsset } from '../../ground/page-assets.ts'

/** In the order in which they need each other; the last one starts. */
const modules = [
  ['../../ground/', ['card-number', 'postal-code', 'text', 'proof-of-work']],
  [
    '',
    ['card-fields', 'typing', 'wording', 'submit-card', 'parent-page', 'form-fields', 'card-form', 'browser'],
  ],
] as const

const folder = new URL('.', import.meta.url)
const script = oneScript(
  modules.flatMap(([from, names]) =>
    names.map((name) => ({ name, file: new URL(`${from}${name}.ts`, folder) })),
  ),
)

const read = readPageAssets(folder, '/page', ['page.css', 'form.css'], [], { 'card.js': script })

/** Everything to serve beside the pages, by path. */
export const assets = read.files
export const { styleLinks } = read

/** The page's only script. */
const path = read.path('card.js')
export const SCRIPT = { path, asset: read.files.get(path)! }

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

/** What a platform says of the looks is a style too. */
export const APPEARANCE_PATH = '/page/appearance'

/** The style of a file; undefined where what its name says is not what we take. */
export function appearanceAsset(file: string): Asset | undefined {
  const tokens = appearanceOfFile(file)
  return tokens && styleAsset(appearanceStyle(tokens))
}

export function appearanceLink(tokens: Appearance): Html {
  const { integrity } = styleAsset(appearanceStyle(tokens))
  return html`<link rel="stylesheet" href="${`${APPEARANCE_PATH}/${appearanceFile(tokens)}`}" integrity="${integrity}">\n`
}
