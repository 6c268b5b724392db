/** The pages as the vault serves them: complete documents without inline script or style. */

import type { Environment } from '../../ground/config.ts'
import type { FailReason } from '../../ground/fail-reasons.ts'
import { type Html, html, jsonForScript } from '../../ground/html.ts'
import type { Appearance } from '../../ground/page-appearance.ts'
import { canonicalOrigin, canonicalReturnUrl } from '../../ground/page-origin.ts'
import { accentLink, appearanceLink, SCRIPT, styleLinks } from './assets.ts'
import { cardForm } from './card-form-html.ts'
import { declines } from './declines.ts'
import { type OutcomeDetails, outcome } from './outcome.ts'
import type { OutcomePageConfig, PageConfig, PageMessage } from './page-config.ts'
import { type Payment, wordsOf } from './purpose.ts'
import { texts } from './texts.ts'
import type { Language, OutcomeKind } from './texts-shape.ts'

export type CardPage = {
  /** The secret of the single-use URL. */
  ticket: string
  creditCardId: string
  language: Language
  /** Origins that may frame the page and hear its messages; empty: anybody may frame it, nobody hears. */
  allowedOrigins: readonly string[]
  companyName: string
  environment: Environment
  /** Of the company, for its buttons. Null or left out: ours. */
  accent?: string | null
  /** What the platform has said of its looks. */
  appearance?: Appearance | null
  /** Of this one answer: it alone lets the page's script run. */
  nonce: string
  /** Work that is to be proven with the card; left out: none. */
  challenge?: string | undefined
  /** Where to go back to, when the page is not framed. */
  returnUrl?: string | undefined
  /** What the card pays as soon as it is entered, in minor units. Left out: it is saved. */
  payment?: Payment | undefined
  /** Our own payment page frames it, and shows the demo's banner itself. */
  inPaymentPage?: boolean | undefined
  /**
   * The platform's time, so that an expiry date is judged as the vault will judge it. Left out: the
   * browser's.
   */
  now?: Date | undefined
}

export type OutcomePage = {
  kind: OutcomeKind
  language: Language
  allowedOrigins: readonly string[]
  accent?: string | null
  appearance?: Appearance | null
  nonce: string
  failReason?: FailReason | undefined
  returnUrl?: string | undefined
  creditCardId?: string | undefined
  /** The card pays something at once. */
  pays?: boolean
  /** With `succeeded`: what was saved. */
  card?: OutcomeDetails['card']
}

/** In-place outcomes that the server may answer a submitted card with. */
const afterSubmit = ['succeeded', 'failed', 'used', 'expired', 'invalid'] as const

/**
 * The page's one script, by its hash and by the nonce of this answer: the browser runs no other (PCI DSS
 * 6.4.3).
 */
const scriptTag = (nonce: string): Html =>
  html`<script type="module" src="${SCRIPT.path}" integrity="${SCRIPT.asset.integrity}" nonce="${nonce}"></script>`

type Head = {
  language: Language
  title: string
  look: Pick<CardPage, 'accent' | 'appearance' | 'nonce'>
  config: PageConfig
}

function page({ language, title, look, config }: Head, body: Html): string {
  const { accent, appearance, nonce } = look
  return html`<!doctype html>
<html lang="${texts[language].htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="data:,">
${styleLinks}${!!accent && accentLink(accent)}${!!appearance && appearanceLink(appearance)}<script type="application/json" id="config">${jsonForScript(config)}</script>
${scriptTag(nonce)}
</head>
<body>
${body}
</body>
</html>
`.text
}

/** Throws for a return address that is not a web page: a link must never run script. */
function checkedReturnUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined
  const returnUrl = canonicalReturnUrl(url)
  if (returnUrl === null) throw new TypeError('not an address that a visitor may be sent back to')
  return returnUrl
}

/** Messages go to exact origins only; environment rules were applied when the ticket was made. */
function messageTargets(origins: readonly string[]): string[] {
  return origins.map((text) => {
    const origin = canonicalOrigin(text, 'demo')
    if (!origin) throw new TypeError(`not an origin: ${JSON.stringify(text)}`)
    return origin
  })
}

/** The page that takes a card. Send it with `securityHeaders`. Throws for a bad origin or return URL. */
export function renderCardPage(options: CardPage): string {
  const { language, companyName, environment, payment } = options
  const returnUrl = checkedReturnUrl(options.returnUrl)
  const { errors } = texts[language]
  const { card, savedCard } = wordsOf(language, payment)
  const config: PageConfig = {
    page: 'card',
    language,
    allowedOrigins: messageTargets(options.allowedOrigins),
    creditCardId: options.creditCardId,
    submitPath: `/tokenize/${encodeURIComponent(options.ticket)}`,
    challenge: options.challenge,
    now: options.now?.toISOString(),
    texts: {
      sending: card.sending,
      proving: card.proving,
      cvcHint3: card.cvcHint3,
      cvcHint4: card.cvcHint4,
      manyErrors: card.manyErrors,
      unavailable: card.unavailable,
      tooMany: card.tooMany,
      unknown: card.unknown,
      savedCard,
      errors,
      declines: declines[language],
    },
  }
  const templates = afterSubmit.map(
    (kind) =>
      html`<template id="outcome-${kind}">${outcome(kind, language, { returnUrl, pays: payment !== undefined })}</template>\n`,
  )
  const body = html`<main${payment !== undefined && html` class="payment"`}>
${environment === 'demo' && !options.inPaymentPage && html`<p class="demo">${card.demo}</p>`}
<div id="panel" class="panel">
${cardForm(language, companyName, payment)}
</div>
</main>
${templates}`
  return page({ language, title: card.title, look: options, config }, body)
}

function parentMessage({ kind, failReason, card }: OutcomePage): PageMessage | undefined {
  if (kind === 'used' || kind === 'expired' || kind === 'invalid') {
    return { type: 'failed', fail_reason: `tokenization_url_${kind}` }
  }
  if (kind === 'failed') return { type: 'failed', fail_reason: failReason ?? 'declined' }
  return kind === 'succeeded' && card ? { type: 'succeeded', ...card } : undefined
}

/**
 * A page that takes no card and says why. Send it with `securityHeaders`. Throws for a bad origin or return
 * URL.
 */
export function renderOutcomePage(options: OutcomePage): string {
  const { kind, language } = options
  const returnUrl = checkedReturnUrl(options.returnUrl)
  const config: OutcomePageConfig = {
    page: 'outcome',
    kind,
    language,
    allowedOrigins: messageTargets(options.allowedOrigins),
    creditCardId: options.creditCardId,
    message: parentMessage(options),
  }
  const { failReason, card, pays } = options
  const details = { returnUrl, failReason, card, pays }
  const body = html`<main${pays && html` class="payment"`}>
<div id="panel" class="panel">
${outcome(kind, language, details)}
</div>
</main>`
  const { outcomes, paying } = texts[language]
  const title = (pays ? paying.outcomes : outcomes)[kind].heading
  return page({ language, title, look: options, config }, body)
}
