#!/usr/bin/env node
/** The `jetpay` command. */
import './ground/environment.ts'
import { administer, administration } from './commands/administer.ts'
import { agreementCommand, agreementUsage } from './commands/agreement.ts'
import { clockCommand, clockUsage } from './commands/clock.ts'
import { eventsCommand, eventsUsage } from './commands/events.ts'
import { listen, listenUsage } from './commands/listen.ts'
import { migrateAll } from './commands/migrate.ts'
import { oversee, oversight } from './commands/oversee.ts'
import { type Role, roles, runRole } from './commands/roles.ts'
import { start, startUsage } from './commands/start.ts'
import { trigger, triggerUsage } from './commands/trigger.ts'
import { verifyCommand, verifyUsage } from './commands/verify.ts'
import { lineFor, OperatorError } from './ground/errors.ts'
import type { RoleMessage } from './supervisor/child.ts'

const usage = `Usage:
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
  ${verifyUsage}   whether every invariant holds, on a live database

Settings are environment variables: docs/settings.md.`

async function main([command = 'help', ...rest]: string[]): Promise<void> {
  if (command === 'start') return start(rest)
  if (command === 'migrate') return migrateAll()
  if (command === 'company' || command === 'token') return administer([command, ...rest])
  if (['alarm', 'reconciliation', 'bank-return', 'attempt', 'dispute'].includes(command))
    return oversee([command, ...rest])
  if (command === 'agreement') return agreementCommand(rest)
  if (command === 'events') {
    process.exitCode = await eventsCommand(rest)
    return
  }
  if (command === 'clock') return clockCommand(rest)
  if (command === 'listen') return listen(rest)
  if (command === 'trigger') return trigger(rest)
  if (command === 'verify') {
    process.exitCode = await verifyCommand(rest)
    return
  }
  if (command in roles) return runRole(command as Role)
  if (['help', '--help', '-h'].includes(command)) return console.log(usage)
  throw new OperatorError(`There is no \`jetpay ${command}\`.\n${usage}`)
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
