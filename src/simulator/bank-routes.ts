import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Bank } from './bank.ts'
import { testAccounts } from './bank-accounts.ts'

const PAGE_MAX = 1_000
/** Files that are shown, the last ones. */
const FILES_SHOWN = 100

const query = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(100),
  after: z.coerce.number().int().min(0).default(0),
  reference: z.string().optional(),
})

/** Whoever asked for it may die: it ends by itself. */
const HOLD_MAX_SECONDS = 300
const hold = z.strictObject({ hold_seconds: z.number().int().min(0).max(HOLD_MAX_SECONDS) })

/** The bank's books and test accounts over HTTP. */
export function bankRoutes(http: FastifyInstance, { books, holdLate }: Bank): void {
  http.get('/bank/accounts', () => ({ data: testAccounts }))
  http.get('/bank/books', (request, reply) => {
    const parsed = query.safeParse(request.query)
    if (!parsed.success) return reply.code(422).send({ errors: parsed.error.issues })
    const { reference, after, limit } = parsed.data
    return {
      accounts: books.accounts(),
      duplicates: books.duplicates(),
      files: books.files(FILES_SHOWN),
      items: reference === undefined ? books.page(after, limit) : books.findItem(reference),
    }
  })
  // Banks say weeks later what came back late; the simulated one at once, unless it is told to wait.
  http.post('/bank/late_returns', (request, reply) => {
    const parsed = hold.safeParse(request.body)
    if (!parsed.success) return reply.code(422).send({ errors: parsed.error.issues })
    holdLate(parsed.data.hold_seconds)
    return parsed.data
  })
}
