/** The page's script: the choice of method, or waiting for a payment that is under way. */
import { startBankForm } from './bank-form.ts'
import { startCards } from './card-frame.ts'
import type { OpenConfig, PageConfig } from './page-config.ts'
import { follow } from './status.ts'

const byId = (id: string) => document.getElementById(id)

function startOpen(config: OpenConfig): void {
  const methods = byId('methods') as HTMLFieldSetElement | null
  const holdMethods = (hold: boolean) => {
    if (methods) methods.disabled = hold
  }
  if (config.bankCountry) startBankForm(config, config.bankCountry, holdMethods)
  if (!methods) return
  const openCards = startCards(config, () => holdMethods(true))
  const choose = (method: string) => {
    byId('card-body')!.hidden = method !== 'card'
    const bank = byId('bank-body')
    if (bank) bank.hidden = method !== 'bank'
    if (method === 'card') openCards()
  }
  const radios = [...methods.querySelectorAll<HTMLInputElement>('input[name="method"]')]
  for (const radio of radios) radio.addEventListener('change', () => choose(radio.value))
  // What the browser remembers of a page that was left. A card form is never opened unasked, also where there
  // is no other choice: programs that follow links would use up those that a payment may have.
  const made = radios.find((radio) => radio.checked)
  if (made) choose(made.value)
}

document.documentElement.dataset.started = 'yes'
const text = byId('config')?.textContent
const config = text ? (JSON.parse(text) as PageConfig) : null
if (config?.page === 'open') startOpen(config)
if (config?.page === 'processing')
  void follow(
    config.path,
    '',
    ({ state }) => state !== 'processing',
    () => {
      byId('message')!.textContent = config.texts.slow
    },
  )
// A payer who cannot see that the page has changed hears it (WCAG 2.2, 2.4.3).
if (
  performance
    .getEntriesByType('navigation')
    .some((entry) => (entry as PerformanceNavigationTiming).type === 'reload')
)
  byId('outcome-heading')?.focus()
