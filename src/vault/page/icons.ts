/**
 * Our own drawings, inline so that they take the colour of the text (and of forced colours). All are
 * decoration.
 */
import { Html } from '../../ground/html.ts'

const icon = (paths: string) =>
  new Html(
    `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`,
  )

export const icons = {
  lock: icon('<rect x="5" y="11" width="14" height="10" rx="2.5"/><path d="M8 11V7.5a4 4 0 0 1 8 0V11"/>'),
  card: icon('<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M2.5 10h19M6 15h4"/>'),
  check: icon('<path d="M5 12.5l4.5 4.5L19 7.5"/>'),
  cross: icon('<path d="M7 7l10 10M17 7L7 17"/>'),
  clock: icon('<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>'),
  link: icon('<path d="M10 14l4-4M9 8l1.5-1.5a4 4 0 0 1 6 6L15 14M15 16l-1.5 1.5a4 4 0 0 1-6-6L9 10"/>'),
  pause: icon('<path d="M9 7v10M15 7v10"/>'),
  alert: icon('<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.1"/>'),
}
