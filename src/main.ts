#!/usr/bin/env node
/** The `jetpay` command. */
import './ground/environment.ts'
import { asksForJson, endingOf } from './commands/ending.ts'
import { type Role, roles, runRole } from './commands/roles.ts'
import type { RoleMessage } from './supervisor/child.ts'

const words = process.argv.slice(2)

/** A role reads its own program and no more: no parser stands in the memory of what handles cards. */
async function main(): Promise<void> {
  const [role = ''] = words
  if (words.length === 1 && Object.hasOwn(roles, role)) return runRole(role as Role)
  const { runCommandLine } = await import('./commands/command-line.ts')
  return runCommandLine(words)
}

function endWith(error: unknown): void {
  const { code, text, line } = endingOf(error, asksForJson(words))
  console.error(text)
  // A role's line goes to its log; its supervisor has the console.
  if (line !== undefined && process.connected)
    process.send?.({ refused: line } satisfies RoleMessage, () => process.exit(code))
  else process.exit(code)
}

main().catch(endWith)
