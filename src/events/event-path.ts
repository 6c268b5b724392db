import { z } from 'zod'

/** An event's number in a path: 1, 2, 3 … of the company. */
export const eventPath = z.object({
  event_id: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'must be the number of an event: 1, 2, 3 …')
    .transform(BigInt)
    .meta({ jsonSchema: { type: 'integer', minimum: 1 } }),
})

export const noEvent = (eventId: bigint) =>
  `There is no event ${eventId} yet; GET /events says what the newest is.`
