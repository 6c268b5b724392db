import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { type Config, readConfig } from '../ground/config.ts'
import { loopback } from '../ground/host-name.ts'
import { choosePorts } from './ports.ts'

/** Somebody else's program. */
const other = createServer()
let taken: number
before(async () => {
  other.listen(0, loopback())
  await once(other, 'listening')
  taken = (other.address() as { port: number }).port
})
after(() => other.close())

const config = (changes: Partial<Config>): Config => ({
  ...readConfig({ JETPAY_PORT: '0', JETPAY_HOST: loopback() }),
  ...changes,
})

test('a port that is taken is refused where this installation would listen there, and free to others where it would not', async () => {
  const names = ['apiPort', 'vaultPort', 'simulatorPort', 'networkPort', 'shopPort', 'databasePort'] as const
  const metrics = ['apiMetricsPort', 'vaultMetricsPort', 'workerMetricsPort'] as const
  const refused = async (changes: Partial<Config>) => {
    const found: string[] = []
    for (const name of [...names, ...metrics])
      await choosePorts(config({ ...changes, [name]: taken }), false).catch((error: Error) => {
        assert.match(error.message, new RegExp(`^Port ${taken} \\(.*\\) is taken; stop the program`))
        found.push(name)
      })
    return found
  }
  assert.deepEqual(await refused({}), [...names, ...metrics])
  const own = { databaseUrl: 'postgres://db.example/main', vaultDatabaseUrl: 'postgres://db.example/vault' }
  assert.deepEqual(await refused({ environment: 'live', ...own }), ['apiPort', 'vaultPort', ...metrics])
  assert.deepEqual(await refused({ environment: 'live' }), [
    'apiPort',
    'vaultPort',
    'databasePort',
    ...metrics,
  ])
})
