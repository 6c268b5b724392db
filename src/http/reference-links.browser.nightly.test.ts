/** Where links into the reference lead: each load of it takes a browser seconds. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openReference, operation, type ReferenceStage, startReference } from '../../test/reference-stage.ts'
import { endpoints } from '../endpoints.ts'

let stage: ReferenceStage
before(async () => {
  stage = await startReference()
})
after(() => stage?.close())

test('every operation has an anchor of its own under its group, and its id alone leads to it', async () => {
  const { page } = await openReference(stage, 'create_contact')
  // The page makes each anchor of its group and id alike: a group's first and last stand for all of it.
  const ends = endpoints.filter(
    ({ tag }, at) =>
      endpoints.findIndex((one) => one.tag === tag) === at ||
      endpoints.findLastIndex((one) => one.tag === tag) === at,
  )
  assert.ok(ends.length > 20)
  for (const { operationId, tag } of ends.toReversed()) {
    await page.evaluate((id) => {
      location.hash = id
    }, operationId)
    await operation(page, operationId).waitFor()
    const group = tag.toLowerCase().replace(' ', '-')
    assert.equal(new URL(page.url()).hash, `#tag/${group}/operation/${operationId}`)
  }
  await page.context().close()
})

test('the links of the guide lead to the operation that they name', async () => {
  const anchor = '#tag/credit-cards/operation/charge_contact_credit_card'
  const links = [
    anchor,
    '#charge_contact_credit_card',
    '#tag/contacts-(v0)/operation/charge_contact_credit_card_contact__contact_id__creditcards__credit_card_id__charge_post',
    '#tag/Contacts%20(v0)/operation/charge_contact_credit_card_contact__contact_id__creditcards__credit_card_id__charge_post',
  ]
  for (const hash of links) {
    const { page } = await openReference(stage, 'charge_contact_credit_card', { hash })
    const section = operation(page, 'charge_contact_credit_card')
    assert.equal(new URL(page.url()).hash, anchor, hash)
    await page.waitForFunction(
      (element) => {
        const { top, bottom } = element!.getBoundingClientRect()
        return top < innerHeight / 2 && bottom > 0
      },
      await section.elementHandle(),
    )
    await page.context().close()
  }
})

test('a link to a part of an operation stays as it is', async () => {
  const hash = '#tag/credit-cards/operation/get_contact_credit_card.path.contact_id'
  const { page } = await openReference(stage, 'get_contact_credit_card', { hash })
  assert.equal(new URL(page.url()).hash, hash)
  await page.context().close()
})
