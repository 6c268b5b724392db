/**
 * Builds the dashboard (`npm run dashboard:build`; `npm start` and the tests do it when it is stale): Vite
 * bundles it in memory, each file is compressed here, and the folder takes the place of the one before in one
 * rename, so that the api never reads half a build.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'
import { buildFolder, failureFile, SOURCES_FILE, sourcesHash } from './built.ts'
import { settings } from './vite-settings.ts'

/** Made once and sent for a year: the best that there is (11 would take ten times as long for 3 % less). */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
/** Fonts and pictures are compressed already. */
const compressible = /\.(js|css|html|svg|json|txt)$/

/**
 * What ten pages or more are made of is one file, where it was twenty small ones: fewer questions at the
 * start.
 */
const shared = { name: 'shared', minShareCount: 10 }

/**
 * Whatever the umask is: the api runs as a user of its own and has to read it; there is nothing secret in it.
 */
const makeFolder = (path: string) => mkdirSync(path, { recursive: true, mode: 0o755 })
const write = (path: string, content: string | Buffer) => writeFileSync(path, content, { mode: 0o644 })

const app = settings.root
/** The early file is no part of the app's: the page names it first, and nothing waits for it. */
const early: Plugin = {
  name: 'early',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) => {
      const file = Object.values(bundle).find((one) => one.type === 'chunk' && one.name === 'early')
      if (!file) throw new Error('the early file is not in the build')
      const attrs = {
        type: 'module',
        async: true,
        crossorigin: true,
        src: `${settings.base}${file.fileName}`,
      }
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }]
    },
  },
}

async function bundle() {
  const made = await build({
    ...settings,
    plugins: [...settings.plugins, early],
    build: {
      write: false,
      target: 'baseline-widely-available',
      // No inline data: every file has a name that changes with it, and the policy allows no other.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: `${app}/index.html`, early: `${app}/early.ts` },
        output: {
          entryFileNames: 'assets/[name]-[hash].js',
          codeSplitting: { groups: [shared] },
        },
      },
    },
  })
  if (!('output' in made)) throw new Error('Vite made several builds, or watches')
  return made.output
}

async function main(): Promise<void> {
  const hash = sourcesHash()
  const draft = `${buildFolder}.draft-${process.pid}`
  makeFolder(dirname(buildFolder))
  try {
    for (const file of await bundle()) {
      const content = Buffer.from(file.type === 'chunk' ? file.code : file.source)
      const path = `${draft}/${file.fileName}`
      makeFolder(dirname(path))
      write(path, content)
      if (!compressible.test(path)) continue
      write(`${path}.br`, brotliCompressSync(content, BROTLI))
      write(`${path}.gz`, gzipSync(content, { level: 9 }))
    }
    write(`${draft}/${SOURCES_FILE}`, hash)
    rmSync(buildFolder, { recursive: true, force: true })
    renameSync(draft, buildFolder)
    rmSync(failureFile, { force: true })
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    write(failureFile, String((error as Error).message))
    throw error
  }
}

await main()
