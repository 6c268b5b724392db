import { z } from 'zod'

export const recoveryCodesSchema = z
  .object({
    recovery_codes: z
      .array(z.string())
      .meta({ description: 'Each for one use; keep them now, they are not shown again' }),
  })
  .meta({ id: 'RecoveryCodes' })
