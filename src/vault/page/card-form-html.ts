/** The form that takes the card, as HTML. */

import { type Html, html, isolating } from '../../ground/html.ts'
import type { FieldName } from './card-fields.ts'
import { icons } from './icons.ts'
import { type Payment, wordsOf } from './purpose.ts'
import { texts } from './texts.ts'
import type { Language } from './texts-shape.ts'
import { fill } from './wording.ts'

type Field = {
  name: FieldName
  label: string
  hint?: string
  placeholder?: string
  /** What the browser may fill in (WCAG 2.2, 1.3.5). */
  autocomplete: string
  inputmode?: string
  autocapitalize?: string
  beside?: Html
}

/**
 * One labelled input. It has no `name`, so that no browser without the script could ever put it into a URL;
 * the hint and the error are tied to it (WCAG 2.2, 1.3.1 and 3.3.1).
 */
function field({ name, label, hint, beside, ...attributes }: Field): Html {
  const { placeholder, autocomplete, inputmode = 'text', autocapitalize = 'off' } = attributes
  const described = hint === undefined ? `error-${name}` : `hint-${name} error-${name}`
  return html`<div class="field field-${name}">
<label for="field-${name}">${label}</label>
<div class="box"><input id="field-${name}" type="text" inputmode="${inputmode}" autocomplete="${autocomplete}" autocapitalize="${autocapitalize}" autocorrect="off" spellcheck="false" placeholder="${placeholder ?? ''}" required aria-describedby="${described}">${beside}</div>
${hint !== undefined && html`<p class="hint" id="hint-${name}">${hint}</p>`}
<p class="error" id="error-${name}" aria-live="polite"></p>
</div>`
}

const slash = '\u00a0/\u00a0'

/** The card form; the script enables its button once it runs. */
export function cardForm(language: Language, companyName: string, payment?: Payment): Html {
  const { card } = wordsOf(language, payment)
  const company = { company: companyName }
  const brand = html`<span id="brand" class="brand" data-brand="none" aria-hidden="true">${icons.card}<span id="brand-badge"></span></span><span id="brand-name" class="unseen" aria-live="polite"></span>`
  return html`<h1 id="heading">${card.heading}</h1>
<p class="intro">${isolating(fill(card.intro, company), companyName)}</p>
<noscript><p class="alert shown">${card.noScript}</p></noscript>
<p class="alert late">${card.notLoaded}</p>
<form id="form" method="post" novalidate autocomplete="on" aria-labelledby="heading">
<fieldset id="fields">
${field({ name: 'number', label: card.number, autocomplete: 'cc-number', inputmode: 'numeric', placeholder: '1234 1234 1234 1234', beside: brand })}
<div class="pair">
${field({ name: 'expiry', label: card.expiry, autocomplete: 'cc-exp', inputmode: 'numeric', placeholder: language === 'fr' ? `MM${slash}AA` : `MM${slash}YY`, hint: card.expiryHint })}
${field({ name: 'cvc', label: card.cvc, autocomplete: 'cc-csc', inputmode: 'numeric', placeholder: '123', hint: card.cvcHint3 })}
</div>
${field({ name: 'name', label: card.name, autocomplete: 'cc-name', autocapitalize: 'words' })}
${field({ name: 'postal_code', label: card.postalCode, autocomplete: 'postal-code', autocapitalize: 'characters' })}
${payment === undefined && html`<p class="hint">${isolating(fill(texts[language].agreement, company), companyName)}</p>`}
<button id="submit" type="submit" class="button" disabled>${icons.lock}<span id="submit-text">${card.submit}</span></button>
</fieldset>
<p id="proving" class="hint" role="status"></p>
<div id="alert" class="alert" role="alert"></div>
<button id="reload" type="button" class="button" hidden>${card.reload}</button>
</form>
<p class="lock">${icons.lock}<span>${isolating(fill(card.lock, company), companyName)}</span></p>`
}
