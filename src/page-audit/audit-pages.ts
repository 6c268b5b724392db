import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { raiseAlarm } from '../alarms/alarm.ts'
import { type Database, sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId, newSecret } from '../ground/ids.ts'
import { comparePage, type Difference, type Loaded, type MadeStyle } from './compare-page.ts'
import { type Release, readRelease } from './release.ts'

const ANSWER_MS = 10_000

/** Where browsers reach the pages. */
export type Where = { publicUrl: string; vaultPublicUrl: string; live: boolean }

export type PageAudit = {
  at: string
  release: string
  /** Without the ticket: whoever has it can save a card. */
  origins: { card: string; payment: string }
  differences: (Difference & { page: string })[]
  inventory: (Loaded & { page: string })[]
}

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

const bytesAt = async (url: string) => {
  const response = await ask(url)
  return response.ok ? Buffer.from(await response.arrayBuffer()) : null
}

const pageAt = async (url: string) => {
  const response = await ask(url)
  return { headers: response.headers, html: await response.text() }
}

/**
 * Fetches the card page, the payment page and the embed as a browser does, and compares them with the
 * release. Without the URL of a card page it looks at the one of an address that nobody was given, which has
 * the same files and headers. `made` tells the styles that the path of a card page's own theme says.
 */
export async function auditPages(
  where: Where,
  {
    cardPage,
    made,
    release = readRelease(),
  }: { cardPage?: string; made?: MadeStyle; release?: Release } = {},
): Promise<PageAudit> {
  const { version } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')) as { version: string }
  const urls = {
    card: cardPage ?? `${where.vaultPublicUrl}/tokenize/${newSecret()}`,
    payment: `${where.publicUrl}/payment/pay/${newId()}`,
  }
  const differences: PageAudit['differences'] = []
  const inventory: PageAudit['inventory'] = []
  for (const [page, url] of Object.entries(urls) as ['card' | 'payment', string][]) {
    if (URL.parse(url) === null) throw new OperatorError(`"${url}" is no URL of a page.`)
    const released = release.pages[page]
    const headers = { ...released.headers }
    if (!where.live) delete headers['Strict-Transport-Security']
    const compared = await comparePage(
      { files: released.files, headers },
      await pageAt(url),
      await pageAt(url),
      (path) => bytesAt(new URL(path, url).href),
      made,
    )
    differences.push(...compared.differences.map((one) => ({ page, ...one })))
    inventory.push(...compared.loaded.map((one) => ({ page, ...one })))
  }
  for (const file of release.embed) {
    const bytes = await bytesAt(new URL(file.path, where.publicUrl).href)
    const served = bytes && `sha384-${createHash('sha384').update(bytes).digest('base64')}`
    if (served === file.integrity) inventory.push({ page: 'embed', ...file })
    else
      differences.push({
        page: 'embed',
        what: 'script',
        name: file.path,
        released: file.integrity,
        served,
      })
  }
  const origins = { card: new URL(urls.card).origin, payment: new URL(urls.payment).origin }
  return { at: new Date().toISOString(), release: version, origins, differences, inventory }
}

/** What an auditor asks for (PCI DSS 6.4.3, 11.6.1), as a file. Returns which. */
export function writeEvidence(folder: string, { at, release, origins, differences, inventory }: PageAudit) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `page-audit-${at.replaceAll(':', '')}.json`)
  const evidence = {
    audited_at: at,
    release,
    requirements: ['PCI DSS 4.0.1, 6.4.3', 'PCI DSS 4.0.1, 11.6.1'],
    pages: origins,
    intact: differences.length === 0,
    differences,
    inventory: inventory.map((one) => ({ authorized_by: `release ${release}`, ...one })),
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
