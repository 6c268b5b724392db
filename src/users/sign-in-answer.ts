import { z } from 'zod'
import { uuid } from '../http/schema.ts'

export const signInAnswer = z
  .object({ ok: z.literal(true), session_id: uuid.meta({ description: 'Its cookie is in Set-Cookie' }) })
  .meta({ id: 'SignedIn' })
