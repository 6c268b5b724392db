/**
 * A page that has to prove work does so by itself: there is nothing to see, to hear or to solve but a text
 * that says it.
 */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { findBarriers } from '../../../test/accessibility.ts'
import { fillIn, input, startStage, visa } from '../../../test/card-page-stage.ts'
import { newChallenge, provenBits } from '../../ground/proof-challenge.ts'
import { texts } from './texts.ts'

let stage: Awaited<ReturnType<typeof startStage>>
before(async () => {
  stage = await startStage()
})
after(() => stage?.stop())
beforeEach(() => stage.reset())

const mark = (text: string) => createHmac('sha256', 'a key').update(text).digest()
const now = new Date('2026-11-21T12:00:00Z')
const challenge = (bits: number) => newChallenge(mark, 't', bits, now)
const proven = (body: unknown) => provenBits(mark, 't', (body as { proof?: unknown }).proof, now)
const saved = { status: 200, body: { outcome: 'succeeded', brand: 'visa', last4: '4242' } }

async function openAlone() {
  const page = await stage.open(390)
  await page.goto(`${stage.vault.origin}/tokenize/t`)
  await page.locator('html[data-started]').waitFor()
  return page
}

test('a page that is told so as it opens has done its work when the card is sent, by the keyboard alone', async () => {
  stage.vault.state.card.challenge = challenge(12)
  const { page, frame } = await stage.openFramed(390)
  await frame.locator('#submit:enabled').waitFor()
  for (const text of Object.values(visa)) {
    await page.keyboard.press('Tab')
    await page.keyboard.type(text)
  }
  await page.keyboard.press('Enter')
  await frame.locator('[data-outcome=succeeded]').waitFor()
  const [sent] = stage.vault.state.submitted
  assert.equal(proven(sent), 12)
})

for (const language of ['en', 'fr'] as const) {
  test(`a page that is asked as the card comes says what it does, and sends the same card again (${language})`, async () => {
    stage.vault.state.card.language = language
    const asked = Promise.withResolvers<void>()
    const bodies: unknown[] = []
    stage.vault.state.answer = async (body) => {
      bodies.push(body)
      if (proven(body) >= 16) return saved
      asked.resolve()
      return { status: 428, body: { outcome: 'prove', challenge: challenge(16) } }
    }
    const { page, frame } = await stage.openFramed(390)
    // What is said is kept, as a screen reader would have it.
    const status = frame.locator('#proving')
    assert.equal(await status.getAttribute('role'), 'status')
    await status.evaluate((element) => {
      const said: string[] = []
      Object.assign(window, { said })
      new MutationObserver(() => said.push(element.textContent ?? '')).observe(element, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    })
    await fillIn(frame)
    await frame.locator('#submit').press('Enter')
    await asked.promise
    await frame.locator('[data-outcome=succeeded]').waitFor()
    const said = await page.frames()[1]!.evaluate('said')
    assert.ok((said as string[]).includes(texts[language].card.proving), JSON.stringify(said))
    assert.equal(bodies.length, 2)
    const [first, second] = bodies as Record<string, unknown>[]
    const { proof, ...again } = second!
    assert.deepEqual(again, first)
    assert.ok(proof)
  })
}

test('while it works, keys are heard and the page is accessible', async () => {
  // More than anybody finds in this test.
  stage.vault.state.card.challenge = challenge(32)
  const page = await openAlone()
  await fillIn(page)
  assert.equal(await input(page, 'number').inputValue(), '4242 4242 4242 4242')
  await page.locator('#submit').click()
  await page.locator('#proving:not(:empty)').waitFor()
  assert.deepEqual(await findBarriers(page), [])
  assert.deepEqual(stage.vault.state.submitted, [])
})

test('a vault that asks on and on is not answered for ever', async () => {
  stage.vault.state.answer = async () => ({ status: 428, body: { challenge: challenge(1) } })
  const { frame } = await stage.openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('#alert:not(:empty)').waitFor()
  assert.equal(await frame.locator('#alert').textContent(), texts.en.card.unavailable)
  assert.ok(stage.vault.state.submitted.length <= 4)
})

test('a page with a theme shows its colours, and can still be read', async () => {
  stage.vault.state.card.appearance = {
    accent: '#00513b',
    background: '#eef7f2',
    text: '#04231a',
    radius: 0,
    font_size: 18,
  }
  const page = await openAlone()
  const style = (selector: string, name: string) =>
    page.locator(selector).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name)
  assert.equal(await style('#submit', 'background-color'), 'rgb(0, 81, 59)')
  assert.equal(await style('.panel', 'background-color'), 'rgb(238, 247, 242)')
  assert.equal(await style('#field-name', 'color'), 'rgb(4, 35, 26)')
  assert.equal(await style('#field-name', 'border-radius'), '0px')
  assert.equal(await style('html', 'font-size'), '18px')
  assert.deepEqual(await findBarriers(page), [])
})

test('a script that somebody gets into the page does not run, nor one of our own origin without the nonce', async () => {
  const { frame, page } = await stage.openFramed()
  const [, own] = page.frames()
  const ran = await own!.evaluate(async () => {
    const path = document.querySelector<HTMLScriptElement>('script[src]')!.src
    const added = document.createElement('script')
    const refused = await Promise.resolve()
      .then(() => {
        added.src = path
        return 'assigned'
      })
      .catch(() => 'refused by Trusted Types')
    return refused
  })
  assert.equal(ran, 'refused by Trusted Types')
  assert.equal(await frame.locator('#submit').isEnabled(), true)
})
