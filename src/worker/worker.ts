import type { Context } from '../context.ts'
import { openBankPlaces } from '../rails/bank-place.ts'
import { alertWebhooks } from './alert-webhooks.ts'
import { answerDisputes } from './answer-disputes.ts'
import { archiveEvents } from './archive-events.ts'
import { openPace } from './background-pace.ts'
import { bankSubjects } from './bank-subjects.ts'
import { enteredCards } from './charge-entered-cards.ts'
import { chaseDisputes } from './chase-disputes.ts'
import { checkpointEvents } from './checkpoint-events.ts'
import { webhookDelivery } from './deliver-webhooks.ts'
import { endAuthorizations } from './end-authorizations.ts'
import { expireCards } from './expire-cards.ts'
import { expireTransactions } from './expire-transactions.ts'
import { followVaultLog } from './follow-vault-log.ts'
import { loseDisputes } from './lose-disputes.ts'
import { mailAlarms } from './mail-alarms.ts'
import { payOut } from './make-payouts.ts'
import { chargeScheduled, makeScheduled } from './make-scheduled.ts'
import { followClock } from './move-clock.ts'
import { type Job, startJobs } from './poll.ts'
import { pruneWebhookDeliveries } from './prune-webhook-deliveries.ts'
import { readBankFiles } from './read-bank-files.ts'
import { renewCreditLinks } from './renew-credit-links.ts'
import { resolveAttempts } from './resolve-attempts.ts'
import { rollUpLedger } from './roll-up-ledger.ts'
import { rotateSigningKeys } from './rotate-signing-keys.ts'
import { sendBankFiles } from './send-bank-files.ts'
import { sendMails } from './send-mails.ts'
import { sequenceEvents } from './sequence-events.ts'
import { settleClearing } from './settle-clearing.ts'
import { shredCards } from './shred-cards.ts'
import { sweepOldAgreements } from './sweep-agreements.ts'
import { sweepBankFiles } from './sweep-bank-files.ts'
import { sweepOldEvidence } from './sweep-evidence.ts'
import { sweepIdempotencyKeys } from './sweep-idempotency-keys.ts'

/** A clearing file comes once a day; whoever waits for it in the demo waits this long. */
const CLEARING_POLL_MS = 250

/** All that the worker does, and what to stop once its jobs have ended. */
export function openJobs(context: Context): { jobs: Job[]; stop(): Promise<void> } {
  const { workerPollMs } = context.config
  const delivery = webhookDelivery(context, workerPollMs, { pace: openPace(context.db) })
  const banks = openBankPlaces(context.config.bank)
  const cards = enteredCards(context, workerPollMs)
  const jobs: Job[] = [
    sequenceEvents(workerPollMs),
    checkpointEvents(),
    archiveEvents(),
    followVaultLog(workerPollMs),
    cards.job,
    expireTransactions,
    expireCards,
    resolveAttempts,
    endAuthorizations,
    shredCards,
    delivery.job,
    alertWebhooks(),
    rotateSigningKeys(),
    pruneWebhookDeliveries,
    mailAlarms,
    renewCreditLinks,
    sendMails(context.config),
    sweepIdempotencyKeys,
    sweepOldAgreements,
    rollUpLedger,
    settleClearing(CLEARING_POLL_MS),
    loseDisputes,
    answerDisputes(context.config),
    chaseDisputes,
    sweepOldEvidence,
    payOut,
    makeScheduled,
    chargeScheduled,
    ...banks.flatMap((place) => [
      sendBankFiles(bankSubjects, place),
      readBankFiles(bankSubjects, place),
      sweepBankFiles(place),
    ]),
    ...(context.config.environment === 'demo' ? [followClock] : []),
  ]
  return {
    jobs,
    async stop() {
      await delivery.stop()
      await cards.stop()
    },
  }
}

/** Starts the worker: all that happens without a request. Several may run; each piece of work is claimed by one. */
export function startWorker(context: Context): { close(): Promise<void> } {
  const { jobs, stop } = openJobs(context)
  const running = startJobs(context, jobs)
  return {
    async close() {
      await running.stop()
      await stop()
    },
  }
}
