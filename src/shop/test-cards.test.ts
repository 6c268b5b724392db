import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findTestCard } from '../simulator/test-cards.ts'
import { testCards } from './page/test-cards.ts'

it("every test card that the shop names is one of the demo network's, and does there what the shop says", () => {
  const does = {
    'Can be saved and charged': (behaviour: string) => behaviour.startsWith('approved'),
    'Declined when charged': (behaviour: string) =>
      behaviour.startsWith('can be saved; declined when charged'),
    'Declined when saved': (behaviour: string) => behaviour.startsWith('declined when it is saved'),
    'Trouble at the card network when charged': (behaviour: string) =>
      behaviour.startsWith('can be saved; when charged'),
  }
  assert.deepEqual(Object.keys(testCards), Object.keys(does))
  for (const [group, fits] of Object.entries(does)) {
    for (const [number] of testCards[group] ?? []) {
      const card = findTestCard(number.replaceAll(' ', ''))
      assert.ok(card && fits(card.behaviour), `${number} in "${group}" is: ${card?.behaviour ?? 'unknown'}`)
    }
  }
})
