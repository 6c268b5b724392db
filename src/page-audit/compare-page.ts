/**
 * Compares a page as a browser gets it with what was released (PCI DSS 6.4.3 and 11.6.1): each header, each
 * script and style by its hash, and whatever else would run.
 */
import { createHash } from 'node:crypto'
import type { ReleasedPage } from './release.ts'

export type Difference = {
  what: 'header' | 'script' | 'style' | 'markup' | 'file'
  name: string
  released: string | null
  served: string | null
}
/** What a page loads, for the inventory of scripts. */
export type Loaded = { path: string; integrity: string; purpose: string }
export type Compared = { differences: Difference[]; loaded: Loaded[] }

type Served = { headers: Headers; html: string }
/** The bytes at a path; null where there are none. */
type Fetched = (path: string) => Promise<Buffer | null>

/** A style whose path says all that is in it: what it is to be. */
export type MadeStyle = (path: string) => { integrity: string } | undefined

const integrityOf = (bytes: Buffer) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`
const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]

/** A policy with what is of one answer alone taken out. */
export function withoutChanging(header: string): string {
  return header
    .replace(/'nonce-[\w-]{22}'/, "'nonce-{nonce}'")
    .replace(/(frame-ancestors) (?!'none')[^;]+$/, '$1 {framed by}')
}

export async function comparePage(
  released: ReleasedPage,
  served: Served,
  again: Served,
  fetched: Fetched,
  made: MadeStyle = () => undefined,
): Promise<Compared> {
  const differences: Difference[] = []
  const loaded: Loaded[] = []
  for (const [name, value] of Object.entries(released.headers)) {
    const found = served.headers.get(name)
    if (found === null || withoutChanging(found) !== value)
      differences.push({ what: 'header', name, released: value, served: found })
  }
  const policyOf = (one: Served) => one.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([\w-]{22})'/.exec(policyOf(served))?.[1]
  if (nonce !== undefined && policyOf(again).includes(nonce))
    differences.push({ what: 'header', name: 'nonce', released: 'another one each time', served: nonce })
  const framers = /frame-ancestors ([^;]*)/.exec(policyOf(served))?.[1] ?? ''
  if (/(^| )(\*|http:|data:)( |$)/.test(framers))
    differences.push({ what: 'header', name: 'frame-ancestors', released: 'origins', served: framers })

  const byPath = new Map(Object.values(released.files).map((file) => [file.path, file]))
  const see = async (what: 'script' | 'style', path: string | undefined, tag: string) => {
    const file = path === undefined ? undefined : byPath.get(path)
    const expected = file?.integrity ?? (what === 'style' && path ? made(path)?.integrity : undefined)
    // What is of another site is never released, so nothing is asked of it.
    const bytes = path !== undefined && /^\/(?!\/)/.test(path) ? await fetched(path) : null
    const found = bytes && integrityOf(bytes)
    const said = attribute(tag, 'integrity')
    if (path === undefined || expected === undefined || found !== expected || (said ?? expected) !== expected)
      return differences.push({
        what,
        name: path ?? tag,
        released: expected ?? null,
        served: found ?? said ?? null,
      })
    return loaded.push({
      path,
      integrity: expected,
      purpose: file?.purpose ?? 'Colours and sizes, which its path says',
    })
  }
  for (const [tag] of served.html.matchAll(/<script\b[^>]*>/gi)) {
    // Data, which no browser runs.
    if (attribute(tag, 'type') === 'application/json' && attribute(tag, 'src') === undefined) continue
    await see('script', attribute(tag, 'src'), tag)
    if (nonce !== undefined && attribute(tag, 'nonce') !== nonce)
      differences.push({ what: 'script', name: tag, released: 'the nonce of its answer', served: null })
  }
  for (const [tag] of served.html.matchAll(/<link\b[^>]*>/gi)) {
    const rel = attribute(tag, 'rel')
    if (rel === 'icon' && attribute(tag, 'href') === 'data:,') continue
    await see(rel === 'stylesheet' ? 'style' : 'script', attribute(tag, 'href'), tag)
  }
  // What else runs or loads: none of it was ever released.
  for (const [tag] of served.html.matchAll(
    /<(?:style|iframe|object|embed|base|meta\s+http-equiv)\b[^>]*>|<[a-z]+[^>]*\s(?:on\w+|style|srcdoc)=[^>]*>/gi,
  ))
    differences.push({ what: 'markup', name: tag.slice(0, 200), released: null, served: tag.slice(0, 200) })
  for (const [name, { path, integrity }] of Object.entries(released.files)) {
    if (loaded.some((one) => one.path === path) || differences.some((one) => one.name === path)) continue
    differences.push({ what: 'file', name, released: integrity, served: null })
  }
  return { differences, loaded }
}
