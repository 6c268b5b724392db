import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { writtenAcceptor } from '../process/acceptors.ts'
import type { Job } from '../process/poll.ts'

const EVERY_MS = 5_000

const nextStep = {
  other: (subject: string) =>
    `name ${subject} in JETPAY_FURTHER_ACCEPTORS of every vault, or set JETPAY_ACQUIRER_ID, JETPAY_TERMINAL_ID and JETPAY_MERCHANT_ID here as they are there`,
  older: () => 'bring every vault to the release of the main side',
}

/**
 * Calls a person where a vault does not speak for who we are to the card network: no charge that meets it is
 * sent. By settings alone, so that nobody has to wait for a charge to hear of it.
 */
export const watchAcceptor = (everyMs = EVERY_MS): Job => ({
  name: 'watch-acceptor',
  idleMs: everyMs,
  async run({ acceptors, db, log, vault }) {
    const own = await acceptors.named(acceptors.own)
    const spoken = own ? await vault.speaksFor(own) : 'silent'
    if (!own || spoken === 'silent') return false
    const subject = writtenAcceptor(own)
    if (spoken === 'spoken') {
      await closeAlarms(db, 'acceptor_unknown', subject, 'every vault speaks for it')
      return false
    }
    const details = { ...own, do: nextStep[spoken](subject) }
    if (await raiseAlarm(db, { kind: 'acceptor_unknown', subject, companyId: null, details }))
      log.error(details, 'a vault does not speak for who we are: it sends no charge')
    return false
  },
})
