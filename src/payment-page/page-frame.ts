/**
 * What every payment page has: a complete document without inline script or style, company and amount,
 * footer.
 */
import type { Payee } from '../companies/payee.ts'
import { type Html, html, isolating, jsonForScript } from '../ground/html.ts'
import { showMoney } from '../ground/show.ts'
import type { Language } from './agreement-text.ts'
import { SCRIPT, styleLinks } from './assets.ts'
import { accentLink } from './branding.ts'
import { icons } from './icons.ts'
import type { PageConfig } from './page/page-config.ts'
import type { PaymentPage } from './payment-page.ts'
import { fill, texts } from './texts.ts'

/**
 * The page's one script, by its hash and by the nonce of this answer: the browser runs no other (PCI DSS
 * 6.4.3).
 */
const scriptTag = (nonce: string): Html =>
  html`<script type="module" src="${SCRIPT.path}" integrity="${SCRIPT.asset.integrity}" nonce="${nonce}"></script>`

export type Frame = {
  language: Language
  title: string
  demo: boolean
  /** Of this one answer: it alone lets the page's script run. */
  nonce: string
  /** Of the company; null or left out: ours. */
  accent?: string | null
  config?: PageConfig
}

/** A document. `top` is what stands beside, on a phone above, the panel. */
export function documentOf(frame: Frame, top: Html | false, panel: Html, foot: Html | false): string {
  const { language, title, demo, nonce, accent, config } = frame
  const words = texts[language]
  const other = language === 'en' ? 'fr' : 'en'
  return html`<!doctype html>
<html lang="${words.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="data:,">
${config && html`<script type="application/json" id="config">${jsonForScript(config)}</script>`}
${styleLinks}${scriptTag(nonce)}
${!!accent && accentLink(accent)}
</head>
<body>
${demo && html`<p class="demo">${words.demo}</p>`}
<div class="layout${!top && ' alone'}">
${top}
<main>
${panel}
</main>
<footer>
${foot}
<p class="powered">${icons.lock}<span>${words.poweredBy}</span></p>
<p><a href="?lang=${other}" lang="${texts[other].htmlLang}" hreflang="${other}">${words.otherLanguage}</a></p>
</footer>
</div>
</body>
</html>
`.text
}

/**
 * Logo or initials, name, amount and statement. `asHeading`: where nothing else on the page is its heading.
 */
export function summary({ payee, transaction }: PaymentPage, language: Language, asHeading: boolean): Html {
  const words = texts[language]
  const { kind, amount, currency, statement } = transaction
  const lead = fill(kind === 'debit' ? words.payTo : words.paidBy, { company: payee.name })
  const lines = html`<span class="lead">${isolating(lead, payee.name)}</span> <span class="amount">${showMoney(amount, currency, language)}</span>`
  return html`<header class="summary">
<div class="company">${mark(payee)}<bdi>${payee.name}</bdi></div>
${asHeading ? html`<h1>${lines}</h1>` : html`<p class="headline">${lines}</p>`}
<p class="statement"><bdi>${statement}</bdi></p>
</header>`
}

/** The name stands beside it, so the picture says nothing more (WCAG 2.2, 1.1.1: decoration). */
function mark({ logo, name }: Payee): Html {
  if (logo)
    return html`<img class="logo" src="data:${logo.type};base64,${logo.bytes.toString('base64')}" alt="">`
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
  return html`<span class="logo initials" aria-hidden="true">${initials.toUpperCase()}</span>`
}

/** How to reach the company, where it has said so. */
export function questions({ name, contactEmail, contactPhone }: Payee, language: Language): Html | false {
  if (contactEmail === null) return false
  // Neither an address nor a number is to be broken where the line ends.
  const [before = '', after = ''] = fill(texts[language].questions, { company: name }).split('{contact}')
  const phone = contactPhone !== null && html`, <span class="whole">${contactPhone}</span>`
  return html`<p>${isolating(before, name)}<span class="whole">${contactEmail}</span>${phone}${isolating(after, name)}</p>`
}
