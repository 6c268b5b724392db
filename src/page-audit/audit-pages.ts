import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { raiseAlarm } from '../alarms/alarm.ts'
import { type Database, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId, newSecret } from '../ground/ids.ts'
import { type Compared, comparePage, type Difference, type Loaded, type MadeStyle } from './compare-page.ts'
import { type NamedRelease, ownRelease } from './known-releases.ts'
import type { Release } from './release.ts'

const ANSWER_MS = 10_000

/** Where browsers reach the pages. */
export type Where = { publicUrl: string; vaultPublicUrl: string; live: boolean }

export type PageAudit = {
  at: string
  /** Of whoever audits. */
  release: string
  /** Of what is served, where it is one that may be: two while an upgrade is rolled out. */
  served: string[]
  /** Without the ticket: whoever has it can save a card. */
  origins: { card: string; payment: string }
  differences: (Difference & { page: string })[]
  inventory: (Loaded & { page: string; release: string })[]
}

/**
 * A file of a page may be asked of a process of the other release: as many tries as it may take to meet both.
 */
const FILE_TRIES = 8

async function ask(url: string): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) })
  } catch (error) {
    const { message, cause } = error as Error
    throw new OperatorError(
      `${new URL(url).origin} does not answer (${(cause as Error | undefined)?.message ?? message}).`,
      'service_unavailable',
    )
  }
}

async function bytesAt(url: string, tries = 1): Promise<Buffer | null> {
  const response = await ask(url)
  if (response.ok) return Buffer.from(await response.arrayBuffer())
  return tries > 1 ? bytesAt(url, tries - 1) : null
}

const pageAt = async (url: string) => {
  const response = await ask(url)
  return { headers: response.headers, html: await response.text() }
}

/**
 * Fetches the card page, the payment page and the embed as a browser does, and compares them with the
 * release, or where they are not of it with one of the `others` that may be served now. Without the URL of a
 * card page it looks at the one of an address that nobody was given, which has the same files and headers.
 * `made` tells the styles that the path of a card page's own theme says.
 */
export async function auditPages(
  where: Where,
  {
    cardPage,
    made,
    own = ownRelease(),
    others = [],
  }: { cardPage?: string; made?: MadeStyle; own?: NamedRelease; others?: NamedRelease[] } = {},
): Promise<PageAudit> {
  const urls = {
    card: cardPage ?? `${where.vaultPublicUrl}/tokenize/${newSecret()}`,
    payment: `${where.publicUrl}/payment/pay/${newId()}`,
  }
  const releases = [own, ...others]
  const tries = others.length > 0 ? FILE_TRIES : 1
  const found: Found[] = []
  for (const [page, url] of Object.entries(urls) as ['card' | 'payment', string][]) {
    if (URL.parse(url) === null) throw new OperatorError(`"${url}" is no URL of a page.`)
    const pages = [await pageAt(url), await pageAt(url)] as const
    // Each of the two may be of a process of another release.
    for (const [served, again] of [pages, [pages[1], pages[0]] as const])
      found.push(
        await firstThatFits(page, releases, ({ release }) => {
          const { files, headers: all } = release.pages[page]
          const headers = { ...all }
          if (!where.live) delete headers['Strict-Transport-Security']
          const fetched = (path: string) => bytesAt(new URL(path, url).href, tries)
          return comparePage({ files, headers }, served, again, fetched, made)
        }),
      )
  }
  for (const { path } of own.release.embed) {
    const bytes = await bytesAt(new URL(path, where.publicUrl).href)
    found.push(await firstThatFits('embed', releases, ({ release }) => compareEmbed(release, path, bytes)))
  }
  const inventory = new Map<string, PageAudit['inventory'][number]>()
  const differences = new Map<string, PageAudit['differences'][number]>()
  for (const { page, release, compared } of found) {
    for (const one of compared.loaded)
      inventory.set(`${page} ${one.path} ${one.integrity}`, { page, release, ...one })
    for (const one of compared.differences) differences.set(JSON.stringify([page, one]), { page, ...one })
  }
  return {
    at: new Date().toISOString(),
    release: own.version,
    served: [...new Set(found.filter(fits).map(({ release }) => release))],
    origins: { card: new URL(urls.card).origin, payment: new URL(urls.payment).origin },
    differences: [...differences.values()],
    inventory: [...inventory.values()],
  }
}

type Found = { page: string; release: string; compared: Compared }
const fits = ({ compared }: Found): boolean => compared.differences.length === 0

/** What differs from the first release, where the page is as in none. */
async function firstThatFits(
  page: string,
  releases: NamedRelease[],
  compare: (release: NamedRelease) => Compared | Promise<Compared>,
): Promise<Found> {
  let first: Found | undefined
  for (const named of releases) {
    const one = { page, release: named.version, compared: await compare(named) }
    if (fits(one)) return one
    first ??= one
  }
  if (!first) throw new Error('no release to compare with')
  return first
}

function compareEmbed(release: Release, path: string, bytes: Buffer | null): Compared {
  const file = release.embed.find((one) => one.path === path)
  const served = bytes && `sha384-${createHash('sha384').update(bytes).digest('base64')}`
  if (file && served === file.integrity) return { differences: [], loaded: [file] }
  const difference = { what: 'script', name: path, released: file?.integrity ?? null, served } as const
  return { differences: [difference], loaded: [] }
}

/** What an auditor asks for (PCI DSS 6.4.3, 11.6.1), as a file. Returns which. */
export function writeEvidence(
  folder: string,
  { at, release, served, origins, differences, inventory }: PageAudit,
) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `page-audit-${at.replaceAll(':', '')}.json`)
  const evidence = {
    audited_at: at,
    release,
    releases_served: served,
    requirements: ['PCI DSS 4.0.1, 6.4.3', 'PCI DSS 4.0.1, 11.6.1'],
    pages: origins,
    intact: differences.length === 0,
    differences,
    inventory: inventory.map(({ release: of, ...one }) => ({ authorized_by: `release ${of}`, ...one })),
  }
  writeFileSync(file, `${JSON.stringify(evidence, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return file
}

/** Keeps that it was done, and tells the operator where something differs. */
export const noteAudit = (db: Database, { release, differences, inventory }: PageAudit, evidence: string) =>
  db.transaction(async (db) => {
    await db.run(sql`
      insert into page_audits (release, differences, files, evidence)
      values (${release}, ${differences.length}, ${inventory.length}, ${evidence})`)
    if (differences.length === 0) return false
    return raiseAlarm(db, {
      kind: 'card_page_changed',
      subject: 'card page',
      companyId: null,
      details: { differences: differences.length, evidence },
    })
  })
