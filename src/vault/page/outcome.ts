/** How a card page ends, in words: a page of its own, or in place of the form. */

import { brands, isBrand } from '../../ground/card-number.ts'
import type { FailReason } from '../../ground/fail-reasons.ts'
import { type Html, html } from '../../ground/html.ts'
import { declines } from './declines.ts'
import { icons } from './icons.ts'
import { texts } from './texts.ts'
import type { Language, OutcomeKind } from './texts-shape.ts'
import { declineText, fill } from './wording.ts'

export type OutcomeDetails = {
  returnUrl?: string | undefined
  failReason?: FailReason | undefined
  card?: { brand: string; last4: string } | undefined
  /** The card pays something at once. */
  pays?: boolean | undefined
}

const looks = {
  succeeded: { icon: icons.check, tone: 'good' },
  failed: { icon: icons.cross, tone: 'bad' },
  used: { icon: icons.card, tone: 'calm' },
  expired: { icon: icons.clock, tone: 'calm' },
  invalid: { icon: icons.link, tone: 'calm' },
  unavailable: { icon: icons.pause, tone: 'calm' },
} as const satisfies Record<OutcomeKind, unknown>

function messageText(kind: OutcomeKind, language: Language, details: OutcomeDetails): string {
  const { failReason, card, pays } = details
  const { outcomes, savedCard } = pays ? { ...texts[language], ...texts[language].paying } : texts[language]
  if (kind === 'failed') return declineText(declines[language], failReason)
  if (kind === 'succeeded' && card && isBrand(card.brand)) {
    return fill(savedCard, { brand: brands[card.brand].name, last4: card.last4 })
  }
  return outcomes[kind].message
}

/** The outcome as a section; the script puts it in place of the form and fills in its message. */
export function outcome(kind: OutcomeKind, language: Language, details: OutcomeDetails): Html {
  const { outcomes, paying } = texts[language]
  const { heading, next } = (details.pays ? paying.outcomes : outcomes)[kind]
  const { icon, tone } = looks[kind]
  // The heading takes the focus when the outcome replaces the form (WCAG 2.2, 2.4.3 and 4.1.3).
  return html`<section class="outcome ${tone}" data-outcome="${kind}" aria-labelledby="outcome-heading">
<span class="seal">${icon}</span>
<h1 id="outcome-heading" tabindex="-1">${heading}</h1>
<p class="message">${messageText(kind, language, details)}</p>
<p class="next">${next}</p>
${details.returnUrl && html`<p><a class="button" data-return href="${details.returnUrl}" rel="noreferrer" hidden>${texts[language].return}</a></p>`}
</section>`
}
