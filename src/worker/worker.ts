import { doBulks } from '../bulk/do-bulks.ts'
import { expireCards } from '../cards/expire-cards.ts'
import { followCardTransfers } from '../cards/follow-card-transfers.ts'
import { followVaultLog } from '../cards/follow-vault-log.ts'
import { shredCards } from '../cards/shred-cards.ts'
import { enteredCards } from '../charges/charge-entered-cards.ts'
import { endAuthorizations } from '../charges/end-authorizations.ts'
import { reverseAttempts } from '../charges/reverse-attempts.ts'
import { reverseLost } from '../charges/reverse-lost.ts'
import { watchAcceptor } from '../charges/watch-acceptor.ts'
import { settleClearing } from '../clearing/settle-clearing.ts'
import { renewCreditLinks } from '../credits/renew-credit-links.ts'
import { answerDisputes } from '../disputes/answer-disputes.ts'
import { chaseDisputes } from '../disputes/chase-disputes.ts'
import { loseDisputes } from '../disputes/lose-disputes.ts'
import { sweepOldEvidence } from '../disputes/sweep-evidence.ts'
import { eraseContacts } from '../erasure/erase-contacts.ts'
import { archiveEvents } from '../events/archive-events.ts'
import { checkpointEvents } from '../events/checkpoint-events.ts'
import { sequenceEvents } from '../events/sequence-events.ts'
import { summarizeEvents } from '../events/summarize-events.ts'
import { sweepTraces } from '../events/sweep-traces.ts'
import { makeExports } from '../exports/make-exports.ts'
import { sweepIdempotencyKeys } from '../http/sweep-idempotency-keys.ts'
import { turnRequestLog } from '../http/turn-request-log.ts'
import { rollUpLedger } from '../ledger/roll-up-ledger.ts'
import { summarizeLedger } from '../ledger/summarize-ledger.ts'
import { mailAlarms } from '../mail/mail-alarms.ts'
import { sendMails } from '../mail/send-mails.ts'
import { auditPagesByTime } from '../page-audit/audit-pages-job.ts'
import { sweepOldAgreements } from '../payment-page/sweep-agreements.ts'
import { payOut } from '../payouts/pay-out.ts'
import { openPace } from '../process/background-pace.ts'
import type { Context } from '../process/context.ts'
import { type Job, startJobs } from '../process/poll.ts'
import { openBankConnections } from '../rails/bank-connection.ts'
import { readBankFiles } from '../rails/read-bank-files.ts'
import { sendBankFiles } from '../rails/send-bank-files.ts'
import { sweepBankFiles } from '../rails/sweep-bank-files.ts'
import { watchReturnRates } from '../rails/watch-return-rates.ts'
import { followClock } from '../sandbox/follow-clock.ts'
import { chargeScheduled, makeScheduled } from '../schedules/make-scheduled.ts'
import { summarizeLists } from '../search/summarize-lists.ts'
import { sumMoves } from '../summaries/sum-moves.ts'
import { expireTransactions } from '../transactions/expire-transactions.ts'
import { mailReceipts } from '../transactions/mail-receipts.ts'
import { anchorAudit } from '../users/anchor-audit.ts'
import { pruneWaysIn } from '../users/prune-ways-in.ts'
import { sealAuditLog } from '../users/seal-audit-log.ts'
import { runRequestedVerify } from '../verify/run-requested-verify.ts'
import { alertWebhooks } from '../webhooks/alert-webhooks.ts'
import { webhookDelivery } from '../webhooks/deliver-webhooks.ts'
import { pruneWebhookDeliveries } from '../webhooks/prune-webhook-deliveries.ts'
import { rotateSigningKeys } from '../webhooks/rotate-signing-keys.ts'
import { attemptSubjects } from './attempt-subjects.ts'
import { awaitPlacement } from './await-placement.ts'
import { bankSubjects } from './bank-subjects.ts'
import { resealSecrets } from './reseal-secrets.ts'
import { searchedLists } from './searched-lists.ts'

/** A clearing file comes once a day; whoever waits for it in the demo waits this long. */
const CLEARING_POLL_MS = 250

/** All that the worker does, and what to stop once its jobs have ended. */
export function openJobs(context: Context): { jobs: Job[]; stop(): Promise<void> } {
  const { workerPollMs } = context.config
  const delivery = webhookDelivery(context, workerPollMs, { pace: openPace(context.db, context.config) })
  const banks = openBankConnections(context.config.bank)
  const cards = enteredCards(context, workerPollMs)
  const jobs: Job[] = [
    sequenceEvents(workerPollMs),
    checkpointEvents(),
    archiveEvents(),
    eraseContacts,
    followVaultLog(workerPollMs),
    followCardTransfers,
    cards.job,
    expireTransactions,
    expireCards,
    reverseAttempts(attemptSubjects),
    reverseLost,
    endAuthorizations,
    watchAcceptor(),
    shredCards,
    delivery.job,
    alertWebhooks(),
    rotateSigningKeys(),
    resealSecrets,
    auditPagesByTime(),
    pruneWebhookDeliveries,
    mailAlarms,
    renewCreditLinks,
    mailReceipts(),
    sendMails(context.config),
    runRequestedVerify,
    sealAuditLog(),
    anchorAudit(),
    sweepIdempotencyKeys,
    pruneWaysIn,
    turnRequestLog(),
    sweepOldAgreements,
    sweepTraces,
    rollUpLedger,
    summarizeLists(searchedLists),
    summarizeEvents,
    summarizeLedger,
    sumMoves(),
    settleClearing(CLEARING_POLL_MS, bankSubjects),
    loseDisputes,
    answerDisputes(context.config),
    chaseDisputes,
    sweepOldEvidence,
    payOut,
    makeScheduled,
    chargeScheduled,
    doBulks,
    makeExports,
    ...banks.flatMap((bank) => [
      sendBankFiles(bankSubjects, bank),
      readBankFiles(bankSubjects, bank),
      sweepBankFiles(bank),
    ]),
    watchReturnRates(),
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

/**
 * Starts the worker: all that happens without a request. Several may run; each piece of work is claimed by
 * one.
 */
export function startWorker(context: Context): { close(): Promise<void> } {
  const { jobs, stop } = openJobs(context)
  const waiting = new AbortController()
  const started = awaitPlacement(context, waiting.signal).then((may) =>
    may ? startJobs(context, jobs) : undefined,
  )
  return {
    async close() {
      waiting.abort()
      await (await started)?.stop()
      await stop()
    },
  }
}
