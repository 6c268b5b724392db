/** Agreements are drawn beside the api, in a bounded number. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signedAgreement, terms } from '../../test/signed-agreement.ts'
import { drawAgreement } from './draw-agreement.ts'

const signedBy = (name: string) => {
  const agreement = signedAgreement('en', { kind: 'typed', name })
  return { ...agreement, signer: { ...agreement.signer, holderName: name } }
}

test('while an agreement is drawn, whatever fonts it needs, the api goes on', async () => {
  let turns = 0
  let isDrawn = false
  const pdf = drawAgreement(signedBy('សុខ ស្រីមុំ ᎣᏏᏲ'), terms).finally(() => {
    isDrawn = true
  })
  while (!isDrawn) {
    await new Promise(setImmediate)
    turns++
  }
  assert.match((await pdf).toString('latin1'), /^%PDF-1\.7/)
  assert.ok(turns > 1_000, `${turns} turns of the event loop`)
})

test('only so many are drawn at once; the next is told to try again, and the others are not lost', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 21 }, () => drawAgreement(signedBy('Ada Lovelace'), terms)),
  )
  const refused = all.filter((one) => one.status === 'rejected')
  assert.deepEqual(
    refused.map(({ reason }) => reason.code),
    ['service_unavailable'],
  )
  assert.match((await drawAgreement(signedBy('محمد'), terms)).toString('latin1'), /^%PDF/)
})
