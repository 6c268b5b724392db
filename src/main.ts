#!/usr/bin/env node
/** The `jetpay` command. */
import './ground/environment.ts'
import { type Role, roles, runRole } from './commands/roles.ts'
import { lineFor, OperatorError } from './ground/errors.ts'
import type { RoleMessage } from './supervisor/child.ts'

/**
 * Each reads what it needs and no more: a command starts in a quarter of the time, and no role holds
 * another's program in its memory.
 */
const commands: Record<string, (words: string[]) => Promise<unknown>> = {
  start: async (words) => (await import('./commands/start.ts')).start(words),
  migrate: async () => (await import('./commands/migrate.ts')).migrateAll(),
  agreement: async (words) => (await import('./commands/agreement.ts')).agreementCommand(words),
  events: async (words) => {
    process.exitCode = await (await import('./commands/events.ts')).eventsCommand(words)
  },
  listen: async (words) => (await import('./commands/listen.ts')).listen(words),
  clock: async (words) => (await import('./commands/clock.ts')).clockCommand(words),
  trigger: async (words) => (await import('./commands/trigger.ts')).trigger(words),
  verify: async (words) => {
    process.exitCode = await (await import('./commands/verify.ts')).verifyCommand(words)
  },
}
/** What an operator does by hand, and what a person looks after: their commands are two words. */
for (const noun of ['company', 'token'])
  commands[noun] = async (words) => (await import('./commands/administer.ts')).administer([noun, ...words])
for (const noun of ['alarm', 'reconciliation', 'bank-return', 'attempt', 'dispute'])
  commands[noun] = async (words) => (await import('./commands/oversee.ts')).oversee([noun, ...words])
for (const role of Object.keys(roles) as Role[]) commands[role] = () => runRole(role)
for (const help of ['help', '--help', '-h']) commands[help] = async () => console.log(await usage())

async function usage(): Promise<string> {
  const { administration } = await import('./commands/administer.ts')
  const { oversight } = await import('./commands/oversee.ts')
  const { agreementUsage } = await import('./commands/agreement.ts')
  const { eventsUsage } = await import('./commands/events.ts')
  const { listenUsage } = await import('./commands/listen.ts')
  const { clockUsage } = await import('./commands/clock.ts')
  const { startUsage } = await import('./commands/start.ts')
  const { triggerUsage } = await import('./commands/trigger.ts')
  const { verifyUsage } = await import('./commands/verify.ts')
  return `Usage:
  ${startUsage}          everything under one supervisor, with an embedded PostgreSQL; a debugger in each role
  jetpay ${Object.keys(roles).join(' | ')}   one role, as its own process
  jetpay migrate                  bring DATABASE_URL and VAULT_DATABASE_URL up to date
  ${administration.join('\n  ')}
  ${oversight.join('\n  ')}
  ${agreementUsage}
                                  what a payer signed on the payment page, for a bank or a court
  ${eventsUsage.join('\n  ')}
  ${listenUsage}
                                  events as they happen, forwarded to a receiver on this machine
  ${clockUsage}     what time the demo has; moves it forward
  ${triggerUsage}     makes an event happen in the demo
  ${verifyUsage}
                                  whether every invariant holds, on a live database: all of it, or what is new

Settings are environment variables: docs/settings.md.`
}

async function main([command = 'help', ...rest]: string[]): Promise<unknown> {
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined
  if (!run) throw new OperatorError(`There is no \`jetpay ${command}\`.\n${await usage()}`)
  return run(rest)
}

function endWith(error: Error): void {
  const line = lineFor(error)
  // An operator's mistake gets its one line; anything else is ours and comes with where it happened.
  console.error(line ?? error)
  // A role's line goes to its log; its supervisor has the console.
  if (line !== undefined && process.connected)
    process.send?.({ refused: line } satisfies RoleMessage, () => process.exit(1))
  else process.exit(1)
}

main(process.argv.slice(2)).catch(endWith)
