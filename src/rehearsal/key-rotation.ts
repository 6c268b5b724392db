/** The scenario of another key that signs. Whoever does not take it hears of nothing after it. */
import { EndOfRehearsal } from './outcome.ts'
import { paidOrder } from './payments.ts'
import { heardOf, refusedBy, repeat } from './repeats.ts'
import type { Stage } from './stage.ts'

export async function keyRotation(stage: Stage): Promise<void> {
  const order = await paidOrder(stage)
  const events = await heardOf(stage, order)
  // Whoever refuses what comes again does so whatever the key is: nothing of the key could be told.
  if (!(await repeat(stage, events, 'a delivery that came again'))) return
  stage.doing('the next signing key is published')
  const deliver = await stage.deliveries.underNewKey()
  stage.doing('a delivery under the next key is to be taken')
  const { newKeyPauseMs, newKeyMs } = stage.limits
  const refused = await refusedBy(stage, () => deliver(events), newKeyPauseMs, newKeyMs)
  if (refused === undefined) return
  stage.tell('refuses_new_key', `a delivery under the next key, and its retries: ${refused}`)
  throw new EndOfRehearsal('deliveries under the new key are refused')
}
