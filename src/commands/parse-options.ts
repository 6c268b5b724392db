import { type ParseArgsConfig, parseArgs } from 'node:util'
import { OperatorError } from '../errors.ts'

/** Reads what follows a command's name, as `parseArgs` of Node does; what it refuses is said in one line, with the usage. */
export function parseOptions<Config extends ParseArgsConfig>(config: Config, usage: string) {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new OperatorError(`${(error as Error).message.split('.')[0]}. Usage: ${usage}`)
  }
}
