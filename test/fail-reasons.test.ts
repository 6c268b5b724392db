import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { cardStates } from '../src/cards/credit-card.ts'
import { projectFolder } from '../src/ground/config.ts'
import {
  bankReturns,
  cardDeclines,
  isFailReason,
  ownReasons,
  payerWordsOf,
} from '../src/ground/fail-reasons.ts'
import { payerWords } from '../src/ground/payer-words.ts'

test('what cards and banks have in common differs in its meaning only, so each reason has one advice', () => {
  for (const reason of Object.keys(bankReturns).filter((word) => word in cardDeclines)) {
    const [card, bank] = [cardDeclines, bankReturns].map((rows) => rows[reason as 'insufficient_funds'])
    assert.deepEqual(bank!.slice(0, 3), card!.slice(0, 3), reason)
  }
  for (const reason of Object.keys(ownReasons)) assert.ok(!(reason in { ...bankReturns, ...cardDeclines }))
})

test('every way in which a card can be declined has words for the payer, and none of them tells a suspicion', () => {
  for (const reason of Object.keys(cardDeclines)) assert.ok(payerWordsOf(reason as keyof typeof cardDeclines))
  for (const reason of ['lost_card', 'stolen_card', 'suspected_fraud', 'pick_up_card'] as const)
    assert.equal(payerWordsOf(reason), 'declined')
})

test('the words for payers are French with curved apostrophes, and no-break spaces before colons', () => {
  for (const { cardPage, paymentPage } of Object.values(payerWords))
    for (const { en, fr } of [cardPage, paymentPage]) {
      assert.notEqual(en, fr)
      assert.doesNotMatch(fr, /[a-zé]'|[a-zé] ?:| [;!?]/i)
    }
})

test('a reason that SQL spells is of the catalogue, and so is each state that a card of a schedule can be in', () => {
  const spelled = globSync(['src/**/*.ts', 'migrations/**/*.sql'], { cwd: projectFolder })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(`${projectFolder}/${file}`, 'utf8')
      const set = text.matchAll(/fail_reason\s*(?:=|<>)\s*'(\w+)'/g)
      const chosen = [...text.matchAll(/\bcase\b(?:(?!\bcase\b)[^`])*?\bend as (?:fail_)?reason\b/g)].flatMap(
        ([all]) => [...all.matchAll(/\b(?:then|else) '(\w+)'(?! \|\|)/g)],
      )
      return [...set, ...chosen].map(([, word]) => word!)
    })
  // Few are left: most are typed by the catalogue where they come from.
  assert.ok(spelled.length > 0)
  assert.deepEqual(
    spelled.filter((word) => !isFailReason(word)),
    [],
  )
  // What an issuer calls it too has the issuer's word.
  const called: Record<string, string> = { closed: 'closed_account' }
  for (const state of cardStates)
    assert.ok(state === 'active' || isFailReason(called[state] ?? `card_${state}`), state)
})
