/**
 * Our own drawings, inline so that they take the colour of the text. All are decoration: the words are beside
 * them.
 */
import type { AccountCountry } from '../bank-accounts/account-country.ts'
import { Html } from '../ground/html.ts'

const icon = (paths: string) =>
  new Html(
    `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`,
  )

export const icons = {
  lock: icon('<rect x="5" y="11" width="14" height="10" rx="2.5"/><path d="M8 11V7.5a4 4 0 0 1 8 0V11"/>'),
  card: icon('<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 10h19M6 15h4"/>'),
  bank: icon('<path d="M3 9.5 12 4l9 5.5M4.5 9.5h15M6 9.5v8M10 9.5v8M14 9.5v8M18 9.5v8M3.5 20h17"/>'),
  check: icon('<path d="M5 12.5l4.5 4.5L19 7.5"/>'),
  cross: icon('<path d="M7 7l10 10M17 7L7 17"/>'),
  clock: icon('<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>'),
  link: icon('<path d="M10 14l4-4M9 8l1.5-1.5a4 4 0 0 1 6 6L15 14M15 16l-1.5 1.5a4 4 0 0 1-6-6L9 10"/>'),
  pause: icon('<path d="M9 7v10M15 7v10"/>'),
}

export type ChequePart = 'transit' | 'institution' | 'routing' | 'account'

/**
 * The line of numbers at the bottom of a cheque, as each country prints it: what stands where, and below it
 * its name.
 */
const chequeLines = {
  canadian: (name: Record<ChequePart, string>) =>
    `<g class="numbers"><text x="20" y="92">“001”</text><text class="one" x="88" y="92">00011</text><text x="134" y="92">–</text><text class="two" x="166" y="92">001</text><text x="195" y="92">:</text><text class="three" x="226" y="92">1234–567</text></g>
<g class="names"><text x="88" y="110">${name.transit}</text><text x="166" y="110">${name.institution}</text><text x="226" y="110">${name.account}</text></g>`,
  american: (name: Record<ChequePart, string>) =>
    `<g class="numbers"><text x="20" y="92">:</text><text class="one" x="32" y="92" textLength="80">021000021</text><text x="117" y="92">:</text><text class="three" x="150" y="92" textLength="89">1234567890</text><text x="244" y="92">“</text><text x="272" y="92">1001</text></g>
<g class="names"><text x="32" y="110">${name.routing}</text><text x="150" y="110">${name.account}</text></g>`,
} satisfies Record<AccountCountry, unknown>

/** The bottom of a cheque with its numbers. The words beside it say the same. */
export const cheque = (country: AccountCountry, names: Record<ChequePart, string>) =>
  new Html(`<svg class="cheque" viewBox="0 0 330 118" role="presentation" aria-hidden="true" focusable="false">
<rect class="paper" x="1" y="1" width="328" height="116" rx="8"/>
<path class="lines" d="M18 24h92M18 40h140M236 24h74M18 60h206M238 60h72"/>
${chequeLines[country](names)}
</svg>`)
