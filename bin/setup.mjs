// Installs what is missing, so that `npm start` and `npm test` work on a fresh clone. It runs on whatever Node
// the machine has (20 or newer), before the pinned Node 24 is there, so it is plain JavaScript without imports of ours.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.jetpay-installed`
const lock = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex')
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock

if (!installed) {
  console.error('Installing dependencies (once, about a minute) …')
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    })
    const version = execFileSync(`${root}node_modules/.bin/node`, ['--version'], { encoding: 'utf8' }).trim()
    if (!version.startsWith('v24.')) throw new Error(`node_modules/.bin/node is ${version}, not 24`)
    writeFileSync(stamp, lock)
  } catch (error) {
    console.error(`Could not install the dependencies: ${error.message.split('\n')[0]}`)
    console.error(
      'Check that the npm registry can be reached and this folder can be written, then run the command again.',
    )
    process.exit(1)
  }
}
