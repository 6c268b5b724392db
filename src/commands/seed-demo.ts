import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { prepareDataFolder } from '../supervisor/data-folder.ts'
import { writeDemoFile } from '../supervisor/demo-file.ts'
import { aboutDatabase } from './about-database.ts'
import { mainDatabaseUrl } from './main-database.ts'

/** `jetpay company seed-demo`: the demo's company, and `demo.json`, as `jetpay start` makes them. */
export async function seedDemoCompany() {
  const config = { ...readConfig(), databaseUrl: await mainDatabaseUrl() }
  if (config.environment === 'live')
    throw new OperatorError('A live installation has no demo company; `jetpay company create` makes yours.')
  prepareDataFolder(config.dataFolder)
  return writeDemoFile(config, (line) => console.error(line)).catch((error: unknown) => {
    throw aboutDatabase(error, config.databaseUrl)
  })
}
