/**
 * The scripts and styles of a page, read once at start. Each has the hash of them all in its path, so that a
 * page never mixes files of two versions, and its own hash in the page (subresource integrity, PCI DSS
 * 6.4.3).
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Html, html } from './html.ts'
import { stripTypes } from './strip-types.ts'

export type Asset = {
  contentType: string
  body: string
  etag: string
  integrity: string
  cacheControl: string
}

export type PageAssets = {
  /** The links to its styles, the common ones first. */
  styleLinks: Html
  /** The path that a file of the page is served at, for instance `/page/<version>/page.css`. */
  path(name: string): string
  /**
   * Everything to serve beside the pages, by path. A path of another version is a 404: reloading the page
   * mends it.
   */
  files: ReadonlyMap<string, Asset>
}

/** What all pages have in common: `page-base.css`, beside this file. */
const BASE_STYLE = 'base.css'

/** Scripts that pages have in common with each other and with the servers: beside this file too. */
const sharedScripts = new Set(['card-number', 'postal-code', 'proof-of-work', 'routing-number', 'text'])

const hash = (algorithm: string, text: string) => createHash(algorithm).update(text)

/**
 * Reads `<name>.css` as named and `<name>.ts` for each script out of `folder`, shared ones out of this one,
 * to be served under `prefix`. Scripts become JavaScript: types blanked out, so that line numbers stay;
 * imports name the served files. `made` are scripts that are made already, by file name.
 */
export function readPageAssets(
  folder: URL,
  prefix: string,
  styles: readonly string[],
  scripts: readonly string[],
  made: Readonly<Record<string, string>> = {},
): PageAssets {
  const read = (name: string, from: URL | string = folder) => readFileSync(new URL(name, from), 'utf8')
  const script = (name: string) =>
    stripTypes(read(`${name}.ts`, sharedScripts.has(name) ? import.meta.url : folder)).replace(
      /(from ')\.\.?\/(?:[^']*\/)?([\w-]+)\.ts'/g,
      "$1./$2.js'",
    )
  const sources: Record<string, Source> = {}
  sources[BASE_STYLE] = style(read('page-base.css', import.meta.url))
  for (const name of styles) sources[name] = style(read(name))
  for (const name of scripts) sources[`${name}.js`] = javaScript(script(name))
  for (const [name, body] of Object.entries(made)) sources[name] = javaScript(body)

  const version = hash('sha256', JSON.stringify(sources)).digest('base64url').slice(0, 16)
  const path = (name: string) => `${prefix}/${version}/${name}`
  const entries = Object.entries(sources).map(([name, source]): [string, Asset] => [
    path(name),
    assetOf(source),
  ])
  const files = new Map(entries)
  const link = (name: string) =>
    html`<link rel="stylesheet" href="${path(name)}" integrity="${files.get(path(name))!.integrity}">\n`
  return { path, styleLinks: html`${[BASE_STYLE, ...styles].map(link)}`, files }
}

type Source = { contentType: string; body: string }

const assetOf = ({ contentType, body }: Source): Asset => ({
  contentType,
  body,
  etag: `"${hash('sha256', body).digest('base64url')}"`,
  integrity: `sha384-${hash('sha384', body).digest('base64')}`,
  // The path changes with the content, so a copy is good for ever (a year is the custom).
  cacheControl: 'public, max-age=31536000, immutable',
})

const javaScript = (body: string): Source => ({ contentType: 'text/javascript; charset=utf-8', body })
const style = (body: string): Source => ({ contentType: 'text/css; charset=utf-8', body })

/** A style that is made, and whose path says what is in it. */
export const styleAsset = (body: string): Asset => assetOf(style(body))

/** The headers to serve an asset with. */
export const assetHeaders = (asset: Asset): Record<string, string> => ({
  'Content-Type': asset.contentType,
  'Cache-Control': asset.cacheControl,
  ETag: asset.etag,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
})
