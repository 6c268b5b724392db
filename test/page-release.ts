/** What `npm run docs` writes to src/page-audit/released.json: the pages as this source makes them. */
import { createHash } from 'node:crypto'
import { embedFiles } from '../src/cards/serve-embed.ts'
import type { Asset } from '../src/ground/page-assets.ts'
import { withoutChanging } from '../src/page-audit/compare-page.ts'
import type { Release, ReleasedPage } from '../src/page-audit/release.ts'
import { assets as paymentAssets } from '../src/payment-page/assets.ts'
import { pageHeaders } from '../src/payment-page/headers.ts'
import { assets as cardAssets } from '../src/vault/page/assets.ts'
import { securityHeaders } from '../src/vault/page/headers.ts'

/** Why each is there (PCI DSS 6.4.3); a file without a reason does not compile the release. */
const purposes: Record<string, string> = {
  'card.js':
    'Checks and formats what is typed, sends the card to the vault, tells the page around it how it went',
  'base.css': 'Looks that all pages have in common',
  'page.css': 'Layout of the page',
  'form.css': 'Looks of fields',
  'bank.css': 'Looks of the bank form and its agreement',
  'payment.js':
    'Checks and sends a bank account with its agreement and signature, opens the card page in its frame (card details never pass through it), proves work where many were opened, asks how the payment goes',
}

const filesOf = (assets: ReadonlyMap<string, Asset>): ReleasedPage['files'] =>
  Object.fromEntries(
    [...assets].map(([path, { integrity }]) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      const purpose = purposes[name]
      if (purpose === undefined) throw new Error(`${name} is served and nobody has said why`)
      return [name, { path, integrity, purpose }]
    }),
  )

const headersOf = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, withoutChanging(value)]))

export function pageRelease(): string {
  const release: Release = {
    pages: {
      card: {
        headers: headersOf(securityHeaders([], 'live', 'n'.repeat(22))),
        files: filesOf(cardAssets),
      },
      payment: {
        headers: headersOf(pageHeaders('live', null, 'n'.repeat(22))),
        files: filesOf(paymentAssets),
      },
    },
    embed: embedFiles.map(({ path, content }) => ({
      path,
      integrity: `sha384-${createHash('sha384').update(content).digest('base64')}`,
      purpose:
        'Mounts the card page in a page of a merchant, as its frame; card details never pass through it',
    })),
  }
  return `${JSON.stringify(release, null, 2)}\n`
}
