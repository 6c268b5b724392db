/**
 * The page's script and styles, read once at start. Each has the hash of them all in its path, so that a page never mixes
 * files of two versions, and its own hash in the page (subresource integrity, PCI DSS 6.4.3).
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

export type Asset = {
  contentType: string
  body: string
  etag: string
  integrity: string
  cacheControl: string
}

const scriptNames = [
  'browser',
  'card-fields',
  'card-form',
  'card-number',
  'form-fields',
  'parent-page',
  'submit-card',
  'typing',
  'wording',
] as const

/** The styles of every page, in the order of their links. */
export const styleFiles = ['page.css', 'form.css'] as const

/** Node calls stripping types experimental once per process; the version is pinned and the tests run its output. */
function stripTypes(source: string): string {
  const warn = process.emitWarning
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = warn
  }
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/** A browser module as JavaScript: types blanked out, so that line numbers stay; imports name the served files. */
const script = (name: string) =>
  stripTypes(read(`${name}.ts`)).replace(/from '(\.\/[\w-]+)\.ts'/g, "from '$1.js'")

const files: Record<string, { contentType: string; body: string }> = {}
for (const name of styleFiles) {
  files[name] = { contentType: 'text/css; charset=utf-8', body: read(name) }
}
for (const name of scriptNames) {
  files[`${name}.js`] = { contentType: 'text/javascript; charset=utf-8', body: script(name) }
}

const hash = (algorithm: string, text: string) => createHash(algorithm).update(text)

const version = hash('sha256', JSON.stringify(files)).digest('base64url').slice(0, 16)

/** The path that a file of the page is served at, for instance `/page/<version>/page.css`. */
export const assetPath = (name: string): string => `/page/${version}/${name}`

/** Everything to serve beside the pages, by path. A path of another version is a 404: reloading the page mends it. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  Object.entries(files).map(([name, { contentType, body }]) => [
    assetPath(name),
    {
      contentType,
      body,
      etag: `"${hash('sha256', body).digest('base64url')}"`,
      integrity: `sha384-${hash('sha384', body).digest('base64')}`,
      // The path changes with the content, so a copy is good for ever (a year is the custom).
      cacheControl: 'public, max-age=31536000, immutable',
    },
  ]),
)

/** The headers to serve an asset with. */
export const assetHeaders = (asset: Asset): Record<string, string> => ({
  'Content-Type': asset.contentType,
  'Cache-Control': asset.cacheControl,
  ETag: asset.etag,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
})

/** All scripts of the page, first the one that starts. */
export const scriptFiles: readonly string[] = scriptNames.map((name) => `${name}.js`)
