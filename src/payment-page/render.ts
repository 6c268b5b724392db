/** The payment pages as the api serves them. Send them with `pageHeaders`. */
import { type FailReason, payerWordsOf } from '../ground/fail-reasons.ts'
import { type Html, html, isolating } from '../ground/html.ts'
import { payerWords } from '../ground/payer-words.ts'
import { showMoney } from '../ground/show.ts'
import { shownAgreement } from './agreement-terms.ts'
import type { Language } from './agreement-text.ts'
import { bankForm } from './bank-form-html.ts'
import { icons } from './icons.ts'
import type { PageConfig } from './page/page-config.ts'
import { documentOf, questions, summary } from './page-frame.ts'
import { type PaymentPage, takesBankAccounts } from './payment-page.ts'
import { fill, texts } from './texts.ts'
import type { EndState, Texts } from './texts-shape.ts'

type Options = { language: Language; demo: boolean; vaultUrl: string; nonce: string }

const looks = {
  paid: { icon: icons.check, tone: 'good' },
  agreed: { icon: icons.check, tone: 'good' },
  accepted: { icon: icons.check, tone: 'good' },
  failed: { icon: icons.cross, tone: 'bad' },
  cancelled: { icon: icons.cross, tone: 'calm' },
  expired: { icon: icons.clock, tone: 'calm' },
  unknown: { icon: icons.link, tone: 'calm' },
  paused: { icon: icons.pause, tone: 'calm' },
  unavailable: { icon: icons.pause, tone: 'calm' },
  processing: { icon: icons.clock, tone: 'calm busy' },
} as const

const section = (kind: keyof typeof looks, heading: string, message: Html | string) =>
  html`<section class="panel outcome ${looks[kind].tone}" data-state="${kind}" aria-labelledby="outcome-heading">
<span class="seal">${looks[kind].icon}</span>
<h1 id="outcome-heading" tabindex="-1">${heading}</h1>
<p class="message" id="message" role="status">${message}</p>
</section>`

/** The page of a link, in whatever state it is. */
export function renderPaymentPage(page: PaymentPage, options: Options): string {
  const { language, demo, nonce } = options
  const words = texts[language]
  const { payee, transaction, state } = page
  const company = payee.name
  const frame = { language, demo, nonce, accent: payee.accentColor }
  const foot = questions(payee, language)
  const path = `/payment/pay/${page.path}`
  if (state === 'open') {
    const title = fill(transaction.kind === 'debit' ? words.payTitle : words.bePaidTitle, { company })
    const amount = showMoney(transaction.amount, transaction.currency, language)
    return documentOf(
      { ...frame, title: `${title} – ${amount}`, config: openConfig(page, options, path) },
      summary(page, language, true),
      openPanel(page, language),
      foot,
    )
  }
  if (state === 'processing') {
    const { heading, message, slow } = words.processing
    const config: PageConfig = { page: 'processing', language, path, texts: { slow } }
    return documentOf(
      { ...frame, title: `${heading} – ${company}`, config },
      summary(page, language, false),
      section('processing', heading, message),
      foot,
    )
  }
  const own = transaction.kind === 'credit' ? words.creditOutcomes[state] : undefined
  const { heading, message } = own ?? words.outcomes[state]
  return documentOf(
    { ...frame, title: `${heading} – ${company}` },
    summary(page, language, false),
    section(state, heading, isolating(fill(message, { company }), company)),
    foot,
  )
}

/** A page without a payment: the link is none, or it cannot be looked up now. */
export function renderEndPage(state: 'unknown' | 'unavailable', language: Language, nonce: string): string {
  const { heading, message } = (texts[language].outcomes as Texts['outcomes'])[state satisfies EndState]
  const frame = { language, demo: false, nonce, title: heading }
  return documentOf(frame, false, section(state, heading, message), false)
}

function openPanel(page: PaymentPage, language: Language): Html {
  const words = texts[language]
  const { method } = words
  const company = page.payee.name
  const start = html`<noscript><p class="alert">${words.noScript}</p></noscript>
<p class="alert late">${words.notLoaded}</p>`
  if (page.transaction.kind === 'credit' || !page.takesCards) {
    return html`<div class="panel">${start}${takesBankAccounts(page) ? bankForm(page, language) : html`<p>${isolating(fill(method.none, { company }), company)}</p>`}</div>`
  }
  const tab = (value: string, icon: Html, label: string, hint: string) =>
    html`<label class="method"><input type="radio" name="method" value="${value}">${icon}<span class="words">${label}<small>${hint}</small></span></label>`
  return html`<div class="panel">${start}
${declinedNote(page.transaction.fail_reason, language)}
<fieldset class="methods" id="methods">
<legend><h2>${method.legend}</h2></legend>
<div class="tabs">${tab('card', icons.card, method.card, method.cardHint)}${takesBankAccounts(page) && tab('bank', icons.bank, method.bank, method.bankHint[page.bankCountry])}</div>
</fieldset>
<div id="card-body" class="body" hidden>
<p id="card-status" class="waiting" role="status"></p>
<div id="card-frame"></div>
<button id="card-again" type="button" class="button" hidden>${words.card.again}</button>
</div>
${takesBankAccounts(page) && html`<div id="bank-body" class="body" hidden>${bankForm(page, language)}</div>`}
</div>`
}

/** Above the choice of means: why the card before did not pay, in the words that a payer may read. */
function declinedNote(failReason: FailReason | null, language: Language): Html | false {
  const words = failReason === null ? null : payerWordsOf(failReason)
  return (
    words !== null &&
    html`<p class="alert" role="status" id="declined">${payerWords[words].paymentPage[language]}</p>`
  )
}

function openConfig(page: PaymentPage, { language, vaultUrl }: Options, path: string): PageConfig {
  const { card, submit, errors, manyErrors, tooMany, lost, changed, busy, processing } = texts[language]
  const { frame, opening, proving, notOpened, again, charging } = card
  return {
    page: 'open',
    kind: page.transaction.kind,
    bankCountry: page.bankCountry,
    language,
    path,
    vaultOrigin: new URL(vaultUrl).origin,
    agreement:
      page.transaction.kind === 'debit' && takesBankAccounts(page) ? shownAgreement(page, language) : null,
    texts: {
      frame,
      opening,
      proving,
      notOpened,
      again,
      charging,
      slow: processing.slow,
      sending: submit.sending,
      manyErrors,
      tooMany,
      lost,
      changed,
      busy,
      errors,
    },
  }
}
