import { type ParseArgsConfig, parseArgs } from 'node:util'
import { OperatorError } from '../ground/errors.ts'
import { textMessage } from '../http/schema.ts'

/** Longer than any option has use for; what is kept of one has its own limit. */
const VALUE_MAX = 4_000

/**
 * Reads what follows a command's name, as `parseArgs` of Node does; what it refuses is said in one line, with
 * the usage. So is a value that is against the rule for text (`src/ground/text.ts`): it would be kept, shown
 * and sent like one that came by the API.
 */
export function parseOptions<Config extends ParseArgsConfig>(config: Config, usage: string) {
  const parsed = (() => {
    try {
      return parseArgs(config)
    } catch (error) {
      throw new OperatorError(`${(error as Error).message.split('.')[0]}. Usage: ${usage}`)
    }
  })()
  for (const [option, value] of Object.entries(parsed.values)) {
    const message =
      typeof value === 'string' && value !== '' ? textMessage(value, { max: VALUE_MAX }) : undefined
    if (message) throw new OperatorError(`--${option} ${message}.`)
  }
  return parsed
}
