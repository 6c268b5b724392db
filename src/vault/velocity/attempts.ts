/**
 * Attempts to save a card, as a card page has them: proven where they are suspicious, in line where many come
 * at once.
 */
import { newChallenge, provenBits } from '../../ground/proof-challenge.ts'
import type { CardPageRow } from '../card-page.ts'
import type { VaultContext } from '../vault-context.ts'
import { type Begun, beginAttempt, endAttempt, type Flight, isOwnMachine, proofOfPage } from './admit.ts'
import { openGate, openLine } from './line.ts'
import { visitorSubjects } from './subjects.ts'

/** What is said to somebody who is locked out: to come back then is no promise. */
const RETRY_AFTER_S = 900

/** Connections that counting has at most, of some ten of the process. */
const AT_ONCE = 3

export function openAttempts(vault: VaultContext) {
  const { clock, keys } = vault
  const line = openLine()
  const gate = openGate(AT_ONCE)
  const mark = (text: string) => keys.ticketMarks(Buffer.from(text))[0]
  /** By the key that the one of now follows: for challenges from before. */
  const formerMark = (text: string) => keys.ticketMarks(Buffer.from(text)).at(-1) ?? mark(text)
  const challenge = (ticket: string, bits: number) => newChallenge(mark, ticket, bits, clock.now())

  return {
    retryAfter: RETRY_AFTER_S,

    /** What a page that opens has to prove with its card, while the card is typed; undefined: nothing. */
    async challengeOf(page: CardPageRow, ticket: string, ip: string): Promise<string | undefined> {
      const bits = await proofOfPage(vault, page.company_id, ip)
      return bits === 0 ? undefined : challenge(ticket, bits)
    },

    /** `body` may have a proof. */
    async begin(page: CardPageRow, ticket: string, ip: string, number: string, body: unknown) {
      const given = (body as { proof?: unknown } | null)?.proof
      const provenBy = [mark, formerMark].map((by) => provenBits(by, ticket, given, clock.now()))
      const proven = Math.max(...provenBy)
      const { visitor } = visitorSubjects(page.company_id, ip)
      const begin = () => gate(() => beginAttempt(vault, page, ip, number, proven))
      const alone = isOwnMachine(vault.config, ip)
      const verdict = alone
        ? ((await begin()) as Exclude<Begun, { go: 'wait' }>)
        : await line.take(visitor, begin)
      if (verdict === null) return { go: 'busy' } as const
      if (verdict.go === 'prove') return { go: 'prove', challenge: challenge(ticket, verdict.bits) } as const
      return verdict
    },

    async end(page: CardPageRow, flight: Flight, learned: 'approved' | 'declined' | null): Promise<void> {
      // What cannot be counted goes on as under way until it is swept: it counts as a decline for so long.
      await gate(() => endAttempt(vault, page, flight, learned)).catch((error) =>
        vault.log.error({ code: error.code }, 'an attempt to save a card could not be counted'),
      )
      line.move()
    },
  }
}
