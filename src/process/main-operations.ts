import { setTimeout as delay } from 'node:timers/promises'
import { Gauge, type Registry } from 'prom-client'
import { sql } from '../db/sql.ts'
import { logSparsely } from '../ground/log.ts'
import { serveOperations } from '../ground/operations.ts'
import { writtenAcceptor } from './acceptors.ts'
import type { Context } from './context.ts'

/** Less than a balancer waits for an answer: a vault that hangs makes no api look as if it did. */
const VAULT_LOOK_MS = 1_000

/**
 * What the api and the worker show their operators. Ready: the database answers, and a vault has answered
 * since the process began, so that a release or a certificate by which it reaches none takes nobody's place.
 * A vault or card network that is away later is told beside it: all but charges is served on (ADR 57). So is
 * a vault that does not speak for who we are to the network.
 */
export async function serveMainOperations(context: Context, port: number) {
  let vaultMet = false
  const look = async () => {
    const seen = await Promise.race([
      context.vault.look(),
      delay(VAULT_LOOK_MS, 'silent' as const, { ref: false }),
    ])
    vaultMet ||= seen !== 'silent'
    return seen === 'ready'
  }
  const own = await context.acceptors.named(context.acceptors.own)
  const logOther = logSparsely(
    context.log,
    'error',
    'a vault does not speak for who we are at the card network: it sends no charge',
    () => ({}),
  )
  const spokenFor = async () => {
    if (!own) return true
    const spoken = await Promise.race([
      context.vault.speaksFor(own),
      delay(VAULT_LOOK_MS, 'silent' as const, { ref: false }),
    ])
    const refused = spoken === 'other' || spoken === 'older'
    if (refused) logOther(new Error(spoken), { acceptor: writtenAcceptor(own), vault: spoken })
    return !refused
  }
  // So that a process says so as it starts.
  spokenFor().catch(() => undefined)
  createVaultGauge(context.metrics.registry, async () => (await look()) && (await spokenFor()))
  return serveOperations(
    { host: context.config.metricsHost, port, environment: context.config.environment },
    context.metrics.registry,
    {
      database: async () => (await context.db.one<{ one: number }>(sql`select 1 as one`)).one === 1,
      async vault_met() {
        if (!vaultMet) await look()
        return vaultMet
      },
    },
    { vault: look, acceptor: spokenFor },
  )
}

const VAULT_READY = 'jetpay_vault_ready'

/**
 * By process: one that lacks its way to the vaults is seen beside the others. Once for a registry, however
 * many listeners show it.
 */
export function createVaultGauge(registry: Registry, look: () => Promise<boolean>): void {
  if (registry.getSingleMetric(VAULT_READY)) return
  new Gauge({
    name: VAULT_READY,
    help: '1 where a vault answers and would send a charge of ours, 0 where charges are refused',
    registers: [registry],
    async collect() {
      this.set((await look()) ? 1 : 0)
    },
  })
}
