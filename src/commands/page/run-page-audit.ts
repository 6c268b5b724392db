import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { raiseAlarm } from '../../alarms/alarm.ts'
import { projectFolder, readConfig } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import { newId, newSecret } from '../../ground/ids.ts'
import { ACCENT_PATH, APPEARANCE_PATH, accentAsset, appearanceAsset } from '../../vault/page/assets.ts'
import { withMainDatabase } from '../main-database.ts'
import { type Compared, comparePage } from './compare-page.ts'
import { readRelease } from './release.ts'

const ANSWER_MS = 10_000

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

const pageAt = async (url: string) => {
  const response = await ask(url)
  return { headers: response.headers, html: await response.text() }
}

const made = (path: string) => {
  const file = path.slice(path.lastIndexOf('/') + 1)
  if (path.startsWith(`${ACCENT_PATH}/`)) return accentAsset(file)
  return path.startsWith(`${APPEARANCE_PATH}/`) ? appearanceAsset(file) : undefined
}

/**
 * Fetches the card page and the payment page as a browser does, compares them with the release, and writes
 * the evidence. Without the URL of a card page it looks at the one of an address that nobody was given, which
 * has the same files and headers.
 */
export async function auditPages(cardPage: string | undefined, folder: string | undefined) {
  const config = readConfig()
  const release = readRelease()
  const { version } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')) as { version: string }
  const urls = {
    card: cardPage ?? `${config.vaultPublicUrl}/tokenize/${newSecret()}`,
    payment: `${config.publicUrl}/payment/pay/${newId()}`,
  }
  const pages: Record<string, Compared> = {}
  for (const [name, url] of Object.entries(urls) as ['card' | 'payment', string][]) {
    if (URL.parse(url) === null) throw new OperatorError(`"${url}" is no URL of a page.`)
    const released = release.pages[name]
    const live = config.environment === 'live'
    const headers = { ...released.headers }
    if (!live) delete headers['Strict-Transport-Security']
    const fetched = async (path: string) => {
      const response = await ask(new URL(path, url).href)
      return response.ok ? Buffer.from(await response.arrayBuffer()) : null
    }
    pages[name] = await comparePage(
      { files: released.files, headers },
      await pageAt(url),
      await pageAt(url),
      fetched,
      made,
    )
  }
  const at = new Date().toISOString()
  const differences = Object.entries(pages).flatMap(([page, { differences }]) =>
    differences.map((difference) => Object.assign({ page }, difference)),
  )
  const evidence = writeEvidence(folder ?? `${config.dataFolder}/evidence`, at, {
    audited_at: at,
    release: version,
    requirements: ['PCI DSS 4.0.1, 6.4.3', 'PCI DSS 4.0.1, 11.6.1'],
    // Without the ticket: whoever has it can save a card.
    pages: { card: new URL(urls.card).origin, payment: new URL(urls.payment).origin },
    intact: differences.length === 0,
    differences,
    inventory: Object.entries(pages).flatMap(([page, { loaded }]) =>
      loaded.map((one) => Object.assign({ page, authorized_by: `release ${version}` }, one)),
    ),
  })
  if (differences.length > 0) {
    const told = await raise(differences.length, evidence)
    const [first] = differences
    throw new OperatorError(
      `The pages are not served as they were released: ${differences.length} differences, the first ${first?.what} "${first?.name}" of the ${first?.page} page. Evidence: ${evidence}.${told}`,
    )
  }
  return {
    intact: true,
    release: version,
    audited_at: at,
    files: Object.values(pages).reduce((sum, { loaded }) => sum + loaded.length, 0),
    evidence,
  }
}

function writeEvidence(folder: string, at: string, evidence: object): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `page-audit-${at.replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify(evidence, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return file
}

/**
 * The operator is told by alarm too, where the database is at hand; it need not be, as an auditor's machine
 * has none.
 */
const raise = (differences: number, evidence: string): Promise<string> =>
  withMainDatabase((db) =>
    raiseAlarm(db, {
      kind: 'card_page_changed',
      subject: 'card page',
      companyId: null,
      details: { differences, evidence },
    }),
  ).then(
    () => ' An alarm is open.',
    () => ' No alarm could be raised: the database is not at hand.',
  )
