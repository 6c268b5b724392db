import { z } from 'zod'
import { type ErasureRow, erasureReasons } from '../contacts/contact-erasure.ts'
import { uuid } from '../http/schema.ts'

export const reasonField = z.enum(erasureReasons).meta({
  description: 'Why. It is kept, with who asked, in the audit log: a choice, so that it names nobody',
})

export const contactErasureSchema = z
  .object({
    contact_id: uuid,
    state: z.enum(['asked', 'erased']).meta({
      description:
        '`asked`: it is under way, usually for seconds. `erased`: the event `contacts.erased` was made',
    }),
    reason: reasonField,
    asked_at: z.iso.datetime(),
    erased_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ContactErasure' })

export const showErasure = (row: ErasureRow) => ({ ...row })
