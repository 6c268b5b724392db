/** The form that takes a bank account: to be debited, with agreement and signature, or to be paid to. */
import { type Html, html, isolating } from '../ground/html.ts'
import { maskEmail, showMoney } from '../ground/show.ts'
import { termsOf, wordsOf } from './agreement-terms.ts'
import { type Language, payerCategories } from './agreement-text.ts'
import { cheque, icons } from './icons.ts'
import type { BankFieldName, FormFieldName } from './page/bank-fields.ts'
import { SIGNATURE_HEIGHT, SIGNATURE_WIDTH } from './page/signature.ts'
import type { BankPage } from './payment-page.ts'
import { fill, texts } from './texts.ts'

const error = (name: FormFieldName) => html`<p class="error" id="error-${name}" aria-live="polite"></p>`

/**
 * One labelled input; hint and error are tied to it (WCAG 2.2, 1.3.1 and 3.3.1). It has no `name`: no URL can
 * get its value.
 */
function field(name: BankFieldName, label: string, hint: string | null, numeric: boolean): Html {
  const described = hint === null ? `error-${name}` : `hint-${name} error-${name}`
  return html`<div class="field field-${name}">
<label for="field-${name}">${label}</label>
<input id="field-${name}" type="text" inputmode="${numeric ? 'numeric' : 'text'}" autocomplete="${numeric ? 'off' : 'name'}" autocapitalize="${numeric ? 'off' : 'words'}" autocorrect="off" spellcheck="false" required aria-describedby="${described}">
${hint !== null && html`<p class="hint" id="hint-${name}">${hint}</p>`}
${error(name)}
</div>`
}

/** A choice of two, as radio buttons. */
function choice(
  name: 'account_type' | 'category',
  legend: string,
  options: [value: string, label: string][],
): Html {
  const radios = options.map(
    ([value, label]) =>
      html`<label class="option"><input type="radio" name="${name}" value="${value}" aria-describedby="error-${name}"><span>${label}</span></label>`,
  )
  return html`<fieldset class="field choice" id="field-${name}">
<legend>${legend}</legend>
<div class="options">${radios}</div>
${error(name)}
</fieldset>`
}

const consent = (text: Html | string) => html`<div class="field consent">
<label for="field-consent"><input id="field-consent" type="checkbox" required aria-describedby="error-consent"><span>${text}</span></label>
${error('consent')}
</div>`

function agreement(page: BankPage, language: Language): Html {
  const words = texts[language]
  const terms = termsOf(page, language)
  const { title, paragraphs, consent: agreed } = wordsOf(page, language)
  const { legend, ...categories } = words.bank.category[page.bankCountry]
  const named = (text: string) => isolating(text, terms.company, terms.statement)
  const both = payerCategories.map(
    (category, at) => html`<div data-category="${category}"${at > 0 && html` hidden`}>
${paragraphs(terms, category).map(
  ({ heading, text, prominent }) =>
    html`<h4>${heading}</h4><p>${prominent ? html`<strong>${named(text)}</strong>` : named(text)}</p>`,
)}
</div>`,
  )
  return html`${choice('category', legend, Object.entries(categories))}
<h3 id="agreement-title">${title}</h3>
<p class="hint" id="agreement-hint">${words.agreement.show}</p>
<div class="terms" role="region" tabindex="0" aria-labelledby="agreement-title" aria-describedby="agreement-hint">
<p>${words.agreement.payer}</p>
${both}
</div>
${signature(language)}
${consent(named(agreed(terms)))}`
}

function signature(language: Language): Html {
  const words = texts[language].agreement
  return html`<fieldset class="field signature" id="field-signature">
<legend>${words.signature}</legend>
<div class="options">
<label class="option"><input type="radio" name="signing" value="typed" checked><span>${words.typed}</span></label>
<label class="option"><input type="radio" name="signing" value="drawn"><span>${words.drawn}</span></label>
</div>
<div id="signature-typed"><label for="signature-name">${words.typedLabel}</label>
<input id="signature-name" type="text" autocomplete="name" autocapitalize="words" autocorrect="off" spellcheck="false" aria-describedby="error-signature"></div>
<div id="signature-drawn" hidden>
<canvas id="signature-pad" width="${SIGNATURE_WIDTH}" height="${SIGNATURE_HEIGHT}" role="img" aria-label="${words.drawnLabel}" aria-describedby="signature-hint"></canvas>
<div class="under"><p class="hint" id="signature-hint">${words.drawnHint}</p><button type="button" class="plain" id="signature-clear">${words.clear}</button></div>
</div>
${error('signature')}
</fieldset>`
}

export function bankForm(page: BankPage, language: Language): Html {
  const words = texts[language]
  const { bank } = words
  const isDebit = page.transaction.kind === 'debit'
  const amount = showMoney(page.transaction.amount, page.transaction.currency, language)
  const email = maskEmail(page.contact.email)
  return html`<form id="bank-form" method="post" novalidate aria-labelledby="bank-heading">
<fieldset id="fields">
<h2 id="bank-heading">${isDebit ? bank.heading : words.credit.heading}</h2>
${!isDebit && html`<p class="intro">${words.credit.intro[page.bankCountry]}</p>`}
${field('holder_name', bank.name, null, false)}
<figure>${cheque(page.bankCountry, bank.chequeParts)}<figcaption>${bank.cheque[page.bankCountry]}</figcaption></figure>
${
  page.bankCountry === 'american'
    ? field('routing_number', bank.routing, bank.routingHint, true)
    : html`<div class="pair">
${field('transit_number', bank.transit, bank.transitHint, true)}
${field('institution_number', bank.institution, bank.institutionHint, true)}
</div>`
}
${field('account_number', bank.account, bank.accountHint, true)}
${choice('account_type', bank.type, [
  ['chequing', bank.chequing[page.bankCountry]],
  ['savings', bank.savings],
])}
${isDebit ? agreement(page, language) : consent(words.credit.consent)}
<div id="alert" class="alert" role="alert"></div>
<button id="submit" type="submit" class="button" disabled>${icons.lock}<span id="submit-text">${isDebit ? fill(words.submit.pay, { amount }) : words.submit.bePaid}</span></button>
</fieldset>
<button id="reload" type="button" class="button" hidden>${words.reload}</button>
</form>
<p class="hint copy">${fill(isDebit ? words.agreement.copy : words.credit.copy, { email })}</p>`
}
