import { type EventType, type EverydayType, everydayTypes } from '../events/event-types.ts'
import { companyRecipes } from './company-recipes.ts'
import { contactRecipes } from './contact-recipes.ts'
import { debitRecipes } from './debit-recipes.ts'
import type { DemoClient } from './demo-client.ts'
import { paymentRecipes } from './payment-recipes.ts'
import type { Recipe } from './recipe.ts'
import { scheduleRecipes } from './schedule-recipes.ts'

/** How each type of the catalogue is made to happen: one without a recipe does not compile. */
const recipes: Record<EverydayType, Recipe> = {
  ...contactRecipes,
  ...debitRecipes,
  ...paymentRecipes,
  ...scheduleRecipes,
  ...companyRecipes,
}

/** By how much making this type moves the demo's clock, such as `77h`; undefined where it does not. */
export const clockMoveOf = (type: EventType): string | undefined =>
  (recipes as Partial<Record<EventType, Recipe>>)[type]?.moves

/** The types that move the demo's clock, each with the step. */
export const clockMoves = everydayTypes.flatMap((type) => {
  const step = clockMoveOf(type)
  return step === undefined ? [] : [{ type, step }]
})

/** Makes the event happen, and waits until it is in the log. */
export async function triggerEvent(demo: DemoClient, type: EverydayType) {
  const before = await demo.newestEventId()
  const told = async (type: EventType, fields: Record<string, unknown>) =>
    (await demo.eventAfter(before, type, fields)).data
  return demo.eventAfter(before, type, await recipes[type].make(demo, told))
}
