// `npm run pkcs11`: compiles the program that speaks PKCS #11, for a machine with a token (docs/keys.md). It is not compiled at the
// installation: few machines have a token, many have no compiler, and node-gyp would fetch headers from elsewhere. Those of Node are here.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const nested = `${modules}/node/node_modules`
const folders = [
  ...(existsSync(nested) ? readdirSync(nested).map((name) => `${nested}/${name}`) : []),
  ...readdirSync(modules).flatMap((name) =>
    /^node-(linux|darwin)/.test(name) ? [`${modules}/${name}`] : [],
  ),
  dirname(dirname(process.execPath)),
  '/usr',
]
const headers = folders.find((folder) => existsSync(`${folder}/include/node/node_api.h`))
if (!headers) {
  console.error('The headers of Node are not here; run `npm ci` first, which brings them.')
  process.exit(1)
}
const npm = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim()
const gyp = [`${npm}/npm/node_modules/node-gyp/bin/node-gyp.js`].find(existsSync)
if (!gyp) {
  console.error(
    `npm’s own node-gyp is not in ${npm}; run \`npm explore npm --global -- npm root\` to see where npm is.`,
  )
  process.exit(1)
}
execFileSync(process.execPath, [gyp, 'rebuild', `--nodedir=${headers}`], {
  cwd: `${modules}/pkcs11js`,
  stdio: 'inherit',
})
