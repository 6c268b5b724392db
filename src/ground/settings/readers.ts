import { readFileSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { OperatorError } from '../errors.ts'
import { othersCanRead } from '../private-file.ts'

/** A network in CIDR form. */
export type Network = { address: string; prefix: number }
export type Readers = ReturnType<typeof readersOf>

/**
 * Reads settings out of an environment. Each throws an OperatorError that names the setting it finds wrong.
 * `asked` takes the name of each setting that the program knows.
 */
export function readersOf(env: NodeJS.ProcessEnv, asked: Set<string> = new Set()) {
  const given = (name: string) => {
    asked.add(name)
    return env[name] || undefined
  }
  const text = (name: string, fallback: string) => given(name) ?? fallback
  const number = (name: string, fallback: number, min: number, max: number) => {
    const stated = given(name)
    const value = stated === undefined ? fallback : Number(stated)
    if (!Number.isInteger(value) || value < min || value > max)
      throw new OperatorError(`${name} is "${stated}"; set it to a whole number from ${min} to ${max}.`)
    return value
  }
  const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const value = text(name, fallback) as T
    if (!choices.includes(value))
      throw new OperatorError(`${name} is "${value}"; set it to ${choices.join(' or ')}.`)
    return value
  }
  const networks = (name: string): Network[] =>
    text(name, '')
      .split(',')
      .filter(Boolean)
      .map((network) => {
        const [, address = '', prefix = ''] = /^\s*([^/\s]+)\/(\d{1,3})\s*$/.exec(network) ?? []
        const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!
        if (prefix !== '' && Number(prefix) <= bits) return { address, prefix: Number(prefix) }
        throw new OperatorError(`${name} has "${network}"; write networks such as 10.20.0.0/16,fd00:1::/64.`)
      })
  const timeOfDay = (name: string) => {
    const time = given(name)
    const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time ?? '') ?? []
    if (time !== undefined && minute === undefined)
      throw new OperatorError(`${name} is "${time}"; set it to a time of day such as 13:00.`)
    return minute === undefined ? undefined : { hour: Number(hour), minute: Number(minute) }
  }
  /**
   * A secret, or, better, `<name>_FILE`: the file that has it. What is in an environment can be read in
   * `/proc`.
   */
  const secret = (name: string) => {
    const value = given(name)
    const file = env[`${name}_FILE`]
    if (!file) return value
    if (value !== undefined)
      throw new OperatorError(`Set ${name} or ${name}_FILE, not both: nobody could say which counts.`)
    return readSecretFile(`${name}_FILE`, file)
  }
  return { text, optional: given, number, oneOf, networks, timeOfDay, secret }
}

/** The first line of a file that is private (`private-file.ts`). */
function readSecretFile(setting: string, file: string): string {
  let content: string
  try {
    if (othersCanRead(statSync(file)))
      throw new OperatorError(`The file ${file} of ${setting} can be read by others; run: chmod 600 ${file}`)
    content = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof OperatorError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(`The file ${file} of ${setting} cannot be read (${code}); see that it is there.`)
  }
  const value = content.replace(/\r?\n$/, '')
  if (value === '' || /[\r\n]/.test(value))
    throw new OperatorError(
      `The file ${file} of ${setting} must hold the value in one line, and nothing else.`,
    )
  return value
}
