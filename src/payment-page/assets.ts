/** The payment page's own script and styles. */
import { oneScript } from '../ground/one-script.ts'
import { readPageAssets } from '../ground/page-assets.ts'

/** In the order in which they need each other; the last one starts. */
const modules = [
  ['../../ground/', ['card-number', 'text', 'proof-of-work', 'routing-number']],
  ['', ['bank-fields', 'signature', 'signature-pad', 'send', 'status', 'bank-form', 'card-frame', 'browser']],
] as const

const folder = new URL('page/', import.meta.url)
const script = oneScript(
  modules.flatMap(([from, names]) =>
    names.map((name) => ({ name, file: new URL(`${from}${name}.ts`, folder) })),
  ),
)

const read = readPageAssets(folder, '/payment/page', ['page.css', 'form.css', 'bank.css'], [], {
  'payment.js': script,
})

/** Everything to serve beside the pages, by path. */
export const assets = read.files
export const { styleLinks } = read

/** The page's only script. */
const path = read.path('payment.js')
export const SCRIPT = { path, asset: read.files.get(path)! }
