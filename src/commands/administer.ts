import { OperatorError } from '../ground/errors.ts'
import { type AdministerCommand, readArguments } from './administer-arguments.ts'
import { companyCommands } from './company.ts'
import { withMainDatabase } from './main-database.ts'
import { tokenCommands } from './token.ts'

/** What an operator does by hand. Each prints JSON, so that scripts can read it too. */
const commands: Record<string, AdministerCommand> = { ...companyCommands, ...tokenCommands }

export const administration = Object.entries(commands).map(([name, { usage }]) =>
  `jetpay ${name} ${usage}`.trim(),
)

/**
 * Runs `jetpay company …` or `jetpay token …` against DATABASE_URL, or the database of the running `npm
 * start`.
 */
export async function administer(words: string[]): Promise<void> {
  const name = words.slice(0, 2).join(' ')
  const command = commands[name]
  if (!command)
    throw new OperatorError(`There is no \`jetpay ${name}\`. There are:\n  ${administration.join('\n  ')}`)
  const given = readArguments(words.slice(2), `jetpay ${name} ${command.usage}`)
  const answer = await withMainDatabase((db) => command.run(db, given))
  console.log(JSON.stringify(answer, asNumber, 2))
}

/**
 * JSON has no bigint; what an operator sets has at most thirteen digits, and so has what counts toward it.
 */
const asNumber = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)
