import { type EverydayType, eventTypes, everydayTypes } from '../../events/event-types.ts'
import { readConfig } from '../../ground/config.ts'
import { OperatorError, UsageError } from '../../ground/errors.ts'
import { didYouMean } from '../../ground/nearest.ts'
import { openDemo } from '../../sandbox/demo-client.ts'
import { clockMoveOf, triggerEvent } from '../../sandbox/trigger-recipes.ts'
import { readIfThere } from '../../supervisor/run-file.ts'
import type { DemoFile } from '../../supervisor/welcome.ts'

/**
 * Makes the event happen in the running demo and prints it, as JSON, once it is in the log. Without a type it
 * lists those that there are.
 */
export async function trigger(type: string, json: boolean): Promise<void> {
  if (type === '') return console.log(json ? JSON.stringify(everydayTypes) : everydayTypes.join('\n'))
  if ((eventTypes as string[]).includes(type) && !isType(type))
    throw new UsageError(
      `\`${type}\` tells of a restore of the databases, and would be untrue without one: docs/backup.md.`,
    )
  if (!isType(type))
    throw new UsageError(
      `\`${type}\` is no type of event.${didYouMean(type, everydayTypes)} \`jetpay trigger\` lists them.`,
    )
  const config = readConfig()
  const demo = readIfThere<DemoFile>(`${config.dataFolder}/demo.json`)
  // Live money is never moved by a command for trying things out.
  if (config.environment !== 'demo' || !demo.api_url || !demo.api_token)
    throw new OperatorError(
      'There is no demo here: start it with `npm start`. Events are triggered in a demo only.',
      'service_unavailable',
    )
  console.log(JSON.stringify(await triggerEvent(openDemo(demo as DemoFile), type)))
  const step = clockMoveOf(type)
  // What it prints is for programs, this is for people.
  if (step !== undefined) console.error(`The demo's clock was moved by ${step}; it does not go back.`)
}

const isType = (text: string): text is EverydayType => (everydayTypes as string[]).includes(text)
