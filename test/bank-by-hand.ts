/**
 * Debits and credits by bank where late returns come when the test lets them: the jobs run by hand, on a bank
 * and a folder of their own.
 */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { systemClock } from '../src/ground/clock.ts'
import { payOut } from '../src/payouts/pay-out.ts'
import type { Context } from '../src/process/context.ts'
import type { Job } from '../src/process/poll.ts'
import { openBankConnections } from '../src/rails/bank-connection.ts'
import { readBankFiles } from '../src/rails/read-bank-files.ts'
import { sendBankFiles } from '../src/rails/send-bank-files.ts'
import { openBank } from '../src/simulator/bank.ts'
import { verify } from '../src/verify/verify.ts'
import { bankSubjects } from '../src/worker/bank-subjects.ts'
import { eftStage, good } from './eft-stage.ts'
import { startPlatform } from './platform.ts'
import { failing } from './tampering.ts'

export async function startBankByHand() {
  const folder = mkdtempSync(`${tmpdir()}/jetpay-returns-`)
  const platform = await startPlatform()
  // It is the worker that hears of cards.
  const card = await platform.saveCard()
  await platform.stopWorker()
  const stage = eftStage(platform)
  for (const name of ['outgoing', 'incoming', 'held']) mkdirSync(`${folder}/${name}`)
  const bank = openBank({
    folder,
    dataFolder: `${folder}/books`,
    originatorId: 'JETPAYDEMO',
    profile: 'demo',
    ach: platform.config.bank.ach,
    clock: systemClock,
    lookMs: 600_000,
  })
  const config = { ...platform.config, bank: { ...platform.config.bank, gatherMs: 0, folder } }
  const context: Context = { ...platform.context, config }

  const connection = () => openBankConnections(config.bank)[0]!
  async function run(job: Job) {
    while (await job.run(context));
  }
  const send = () => run(sendBankFiles(bankSubjects, connection()))
  const read = () => run(readBankFiles(bankSubjects, connection()))

  function move(from: string, to: string) {
    const late = readdirSync(`${folder}/${from}`).filter(
      (name) => from === 'held' || /late-returns/.test(name),
    )
    for (const name of late) renameSync(`${folder}/${from}/${name}`, `${folder}/${to}/${name}`)
    return late.length
  }
  /** All that is queued to the bank, and back what it says at once; late returns are held. */
  async function exchange() {
    await send()
    await bank.look()
    move('incoming', 'held')
    await read()
  }
  /** As often as it takes until nothing is on its way any more. */
  async function finish() {
    for (let round = 0; round < 4; round++) {
      await run(payOut)
      await exchange()
    }
  }

  return {
    platform,
    stage,
    card,
    folder,
    send,
    read,
    exchange,
    finish,
    payOut: () => run(payOut),
    /**
     * A debit by bank that was pulled and deposited, to an account of its own unless told otherwise: nothing
     * is owed there before.
     */
    async deposited(from = good, fields: Record<string, unknown> = {}) {
      const debit = await stage.payByBank(from, { to_bank_account: await stage.ownAccount(), ...fields })
      await exchange()
      await finish()
      assert.equal((await stage.get(debit.id)).state, 'completed')
      return debit
    },
    /** The late returns that are held arrive. */
    async returnsArrive() {
      assert.ok(move('held', 'incoming') > 0, 'nothing is held')
      await read()
    },
    async holds() {
      const report = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: null })
      assert.deepEqual(
        report.checks.filter(({ ok }) => !ok),
        [],
        `${failing(report)}`,
      )
    },
    /** Makes the books even: a new debit brings what the company owes. */
    async squareUp(amount: string) {
      await stage.payByBank(good, { amount })
      await exchange()
      await finish()
      assert.deepEqual(await stage.balances(), {})
    },
    async close() {
      await bank.close()
      await platform.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
