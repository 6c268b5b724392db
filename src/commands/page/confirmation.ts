import { readFileSync } from 'node:fs'
import { projectFolder } from '../../ground/config.ts'
import { readRelease } from '../../page-audit/release.ts'
import { wherePagesAre } from './where-pages-are.ts'

/**
 * What a provider confirms to a merchant whose page has its payment page in an iframe (PCI SSC FAQ 1588, of
 * 2025).
 */
export async function confirmation(merchant: string | undefined): Promise<string> {
  const { version } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')) as { version: string }
  const { vaultPublicUrl, publicUrl } = await wherePagesAre()
  const files = Object.entries(readRelease().pages.card.files)
  return `Confirmation for SAQ A (PCI DSS 4.0.1; PCI SSC FAQ 1588)

To: ${merchant ?? '(merchant)'}
Of: the hosted card page at ${new URL(vaultPublicUrl).origin}, Jetpay ${version}

We confirm that, where it is embedded according to our instructions (docs/embed.md: by
${new URL(publicUrl).origin}/embed/v1.js, or an iframe of your own), our solution includes techniques
that protect your payment page from script attacks:

1. All fields for account data are in the iframe, on an origin that is ours alone. A script
   of your page cannot read or change what is in it (same-origin policy).
2. The iframe runs one script of ours and no other: a Content-Security-Policy with a nonce
   of each answer, Trusted Types, subresource integrity. It loads nothing from a third party.
3. Which pages may frame it is bound to each URL (frame-ancestors), where you name your
   origins as "allowed_origins". You have to name them for this confirmation to hold.
4. Its scripts and headers are inventoried, justified and authorized (6.4.3), and compared
   with the release at least once every seven days (11.6.1).
5. The URL is single use, ends after minutes, and is asked for by your server alone.

Inventory:
${files.map(([name, { integrity, purpose }]) => `  ${name}  ${integrity}\n    ${purpose}`).join('\n')}

What stays yours: that your page is not changed to show another form in the place of the
iframe (keep it and its scripts in order), TLS, and the rest of SAQ A.

Signed for the provider: ______________________   Date: ____________
`
}
