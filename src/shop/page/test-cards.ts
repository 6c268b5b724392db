/** Some of the demo card network's test cards, for whoever tries the shop. */
import { byId, make } from './elements.ts'

/** By what becomes of them: a card may already fail when it is saved, or only when it is charged. */
export const testCards: Record<string, [number: string, outcome: string][]> = {
  'Can be saved and charged': [
    ['4242 4242 4242 4242', 'Visa'],
    ['5555 5555 5555 4444', 'Mastercard'],
    ['3782 822463 10005', 'American Express, code of 4 digits'],
  ],
  'Declined when charged': [
    ['4000 0000 0000 9995', 'Insufficient funds'],
    ['4000 0000 0000 6975', 'Exceeds limit'],
    ['4100 0000 0000 0019', 'Suspected fraud'],
  ],
  'Declined when saved': [
    ['4000 0000 0000 0127', 'Incorrect security code'],
    ['4000 0000 0000 0002', 'Do not honour'],
  ],
  'Trouble at the card network when charged': [
    ['4000 0000 0090 0029', 'No answer; reversed'],
    ['4000 0000 0090 0052', 'No answer, then two reversals unanswered'],
  ],
}

/** Shows the list. One click on a number selects all of it, to copy. */
export function startTestCards(): void {
  for (const [group, cards] of Object.entries(testCards)) {
    const rows = cards.flatMap(([number, outcome]) => [
      make('dt', {}, make('code', {}, number)),
      make('dd', {}, outcome),
    ])
    byId('test-cards').append(make('h3', {}, group), make('dl', {}, ...rows))
  }
}
