import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { FrameLocator, Page } from 'playwright-core'
import { placeholderFits } from '../../../test/browser.ts'
import {
  fillIn,
  heard,
  hears,
  input,
  type PlayedAnswer,
  startStage,
  visa,
} from '../../../test/card-page-stage.ts'
import { payerWords } from '../../ground/payer-words.ts'
import { texts } from './texts.ts'

let stage: Awaited<ReturnType<typeof startStage>>
before(async () => {
  stage = await startStage()
})
after(() => stage?.stop())
beforeEach(() => stage.reset())

const error = (frame: FrameLocator | Page, name: string) => frame.locator(`#error-${name}`).textContent()

/** An answer that is held back until `release` is called. */
function heldAnswer(answer: PlayedAnswer) {
  const gate = Promise.withResolvers<void>()
  stage.vault.state.answer = () => gate.promise.then(() => answer)
  return gate.resolve
}

for (const width of [320, 390, 1280]) {
  for (const language of ['en', 'fr'] as const) {
    test(`a card is saved with the keyboard alone, at ${width} px in ${language}`, async () => {
      stage.vault.state.card.language = language
      const { page, frame } = await stage.openFramed(width)
      await frame.locator('#submit:enabled').waitFor()
      for (const text of Object.values(visa)) {
        await page.keyboard.press('Tab')
        await page.keyboard.type(text)
      }
      assert.equal(await input(frame, 'number').inputValue(), '4242 4242 4242 4242')
      assert.equal(await input(frame, 'expiry').inputValue(), '08 / 29')
      assert.equal(await frame.locator('#brand-badge').textContent(), 'Visa')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      const heading = frame.locator('#outcome-heading')
      await heading.waitFor()
      assert.equal(await heading.textContent(), texts[language].outcomes.succeeded.heading)
      assert.ok((await frame.locator('.message').textContent())?.includes('4242'))
      assert.equal(await heading.evaluate((element) => element === document.activeElement), true)
      assert.deepEqual(stage.vault.state.submitted, [
        {
          number: '4242 4242 4242 4242',
          expiry: '08 / 29',
          cvc: '123',
          name: 'Amélie Roy',
          postal_code: 'K1A 0B1',
        },
      ])
    })
  }
}

test('pressing twice, and pressing Enter besides, sends the card once', async () => {
  const release = heldAnswer({ status: 200, body: { outcome: 'succeeded', brand: 'visa', last4: '4242' } })
  const { page, frame } = await stage.openFramed()
  await fillIn(frame)
  await frame.locator('#submit').dblclick()
  await frame.locator('form[aria-busy=true]').waitFor()
  assert.equal(await frame.locator('#submit').isDisabled(), true)
  assert.equal(await frame.locator('#submit').textContent(), texts.en.card.sending)
  await page.keyboard.press('Enter')
  await frame
    .locator('form')
    .evaluate((form) => form.dispatchEvent(new Event('submit', { cancelable: true })))
  release()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.equal(stage.vault.state.submitted.length, 1)
  assert.equal((await heard(page)).filter(({ data }) => data.type === 'submitted').length, 1)
})

test('a bad field is named when it is left, mended as it is typed, and the first one takes the focus at submit', async () => {
  const { frame } = await stage.openFramed(390)
  await fillIn(frame, { number: '4242424242424241', expiry: '1020' })
  await input(frame, 'cvc').focus()
  assert.equal(await error(frame, 'number'), texts.en.errors['number.invalid'])
  assert.equal(await error(frame, 'expiry'), texts.en.errors['expiry.past'])
  assert.equal(await error(frame, 'cvc'), '')
  await frame.locator('#submit').click()
  assert.equal(await frame.locator('#alert').textContent(), 'Please correct the 5 fields marked above.')
  assert.equal(await input(frame, 'number').evaluate((element) => element === document.activeElement), true)
  assert.equal(await input(frame, 'number').getAttribute('aria-invalid'), 'true')
  assert.equal(await input(frame, 'number').getAttribute('aria-describedby'), 'error-number')
  await input(frame, 'number').fill(visa.number)
  assert.equal(await error(frame, 'number'), '')
  assert.equal(await frame.locator('#alert').textContent(), 'Please correct the 4 fields marked above.')
  assert.equal(await input(frame, 'number').getAttribute('aria-invalid'), null)
  await fillIn(frame)
  assert.equal(await frame.locator('#alert').textContent(), '')
  assert.deepEqual(stage.vault.state.submitted, [])
})

test('one press of the button counts even when leaving the last field shows an error that moves the button', async () => {
  stage.vault.state.card.language = 'fr'
  const { frame } = await stage.openFramed(320)
  await fillIn(frame, { ...visa, name: '', postal_code: 'D1A 0B1' })
  await frame.locator('#submit').click()
  // An empty field is no mistake until the button is pressed, so this error shows that the press arrived.
  await frame.locator('#field-name[aria-invalid]').waitFor()
  assert.equal(await error(frame, 'name'), texts.fr.errors['name.required'])
})

test('a field that the vault refuses is marked and can be corrected and sent again', async () => {
  stage.vault.state.answer = async () => ({
    status: 422,
    body: { errors: [{ field: 'number', code: 'number.unsupported' }] },
  })
  const { page, frame } = await stage.openFramed()
  await fillIn(frame)
  await input(frame, 'postal_code').press('Enter')
  await frame.locator('#field-number[aria-invalid]').waitFor()
  assert.equal(await error(frame, 'number'), texts.en.errors['number.unsupported'])
  assert.equal(await input(frame, 'number').evaluate((element) => element === document.activeElement), true)
  assert.equal(await frame.locator('#submit').isEnabled(), true)
  assert.ok(!(await heard(page)).some(({ data }) => data.type === 'failed'))
})

test('a declined card is explained, told to the platform, and gone from the page', async () => {
  stage.vault.state.answer = async () => ({
    status: 402,
    body: { outcome: 'failed', fail_reason: 'incorrect_cvc' },
  })
  const { page, frame } = await stage.openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=failed]').waitFor()
  assert.equal(await frame.locator('.message').textContent(), payerWords.incorrect_cvc.cardPage.en)
  assert.equal((await hears(page, 'failed')).fail_reason, 'incorrect_cvc')
  assert.equal(await frame.locator('input').count(), 0)
  assert.doesNotMatch(await frame.locator('html').evaluate((html) => html.outerHTML), /4242|Roy/)
})

for (const [status, kind] of [
  [404, 'invalid'],
  [409, 'used'],
  [410, 'expired'],
] as const) {
  test(`a card sent to a URL that is ${kind} by now is told so`, async () => {
    stage.vault.state.answer = async () => ({ status, body: { outcome: kind } })
    const { page, frame } = await stage.openFramed()
    await fillIn(frame)
    await frame.locator('#submit').click()
    await frame.locator(`[data-outcome=${kind}]`).waitFor()
    assert.equal((await hears(page, 'failed')).fail_reason, `tokenization_url_${kind}`)
  })
}

test('when the card network is away the card stays in the form and can be sent again', async () => {
  stage.vault.state.answer = async () => ({ status: 503, body: { outcome: 'unavailable' } })
  const { frame } = await stage.openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('#alert:not(:empty)').waitFor()
  assert.equal(await frame.locator('#alert').textContent(), texts.en.card.unavailable)
  assert.equal(await input(frame, 'number').inputValue(), '4242 4242 4242 4242')
  stage.vault.state.answer = async () => ({
    status: 200,
    body: { outcome: 'succeeded', brand: 'visa', last4: '4242' },
  })
  await frame.locator('#submit').click()
  await frame.locator('[data-outcome=succeeded]').waitFor()
  assert.equal(stage.vault.state.submitted.length, 2)
})

test('when the connection breaks the page says that it does not know, keeps no card, and reloads on request', async () => {
  stage.vault.state.answer = async () => 'hang up'
  const { page, frame } = await stage.openFramed()
  await fillIn(frame)
  await frame.locator('#submit').click()
  await frame.locator('#reload').waitFor()
  assert.equal(await frame.locator('#alert').textContent(), texts.en.card.unknown)
  assert.equal(await input(frame, 'number').inputValue(), '')
  assert.ok(!(await heard(page)).some(({ data }) => data.type === 'failed' || data.type === 'succeeded'))
  await frame.locator('#reload').click()
  await frame.locator('#submit:enabled').waitFor()
})

for (const width of [320, 390]) {
  test(`at ${width} px nothing overflows, text fields do not make iOS zoom, and targets are a finger wide`, async () => {
    stage.vault.state.card.companyName =
      'Corporation-des-établissements-d’hébergement-touristique-du-Saguenay'
    stage.vault.state.card.language = 'fr'
    const { frame } = await stage.openFramed(width)
    assert.ok(await placeholderFits(input(frame, 'number')), 'the example of a number is whole')
    await frame.locator('#submit').click()
    const wide = await frame.locator('html').evaluate((html) => html.scrollWidth)
    assert.ok(wide <= width, `${wide}`)
    for (const control of await frame.locator('input, #submit').all()) {
      const [height, fontSize] = await control.evaluate((element) => [
        element.getBoundingClientRect().height,
        Number.parseFloat(getComputedStyle(element).fontSize),
      ])
      assert.ok(height! >= 44 && fontSize! >= 16, `${height} ${fontSize}`)
    }
  })
}

test('the browser is told what each field is for, so that it can fill it in', async () => {
  const { frame } = await stage.openFramed()
  const filled = await frame
    .locator('input')
    .evaluateAll((inputs) => inputs.map((one) => one.getAttribute('autocomplete')))
  assert.deepEqual(filled, ['cc-number', 'cc-exp', 'cc-csc', 'cc-name', 'postal-code'])
  for (const one of await frame.locator('input').all()) {
    assert.ok(await one.evaluate((element) => (element as HTMLInputElement).labels?.[0]?.textContent))
  }
})

test('a date that a browser or password manager fills in is the one that it means', async () => {
  const { frame } = await stage.openFramed()
  for (const filled of ['2039-12', '2039/12', '12/2039', '12 / 39', '1239', '203912']) {
    await input(frame, 'expiry').fill('')
    await input(frame, 'expiry').fill(filled)
    assert.equal(await input(frame, 'expiry').inputValue(), '12 / 39', filled)
  }
})

test('the caret stays where it is while a digit in the middle is corrected', async () => {
  const { page, frame } = await stage.openFramed()
  const number = input(frame, 'number')
  await number.fill('4242424242424242')
  await number.evaluate((element) => (element as HTMLInputElement).setSelectionRange(5, 5))
  await page.keyboard.press('Backspace')
  await page.keyboard.type('9')
  assert.equal(await number.inputValue(), '4249 4242 4242 4242')
  assert.equal(await number.evaluate((element) => (element as HTMLInputElement).selectionStart), 4)
})
