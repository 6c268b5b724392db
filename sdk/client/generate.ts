/**
 * `npm run sdk`: writes `generated/` from the document that the API serves: its types by @hey-api/openapi-ts,
 * a table that says of each operation what it is over HTTP, and the Python client's operations. The generator
 * is no dependency: it is installed aside at its first use. A test holds the table equal to the document.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describeApi } from '../../src/api.ts'
import { installAside } from '../../test/install-aside.ts'
import { embedTypes } from '../embed/write-types.ts'
import { EXAMPLE_URL, operationsFile } from './operations-file.ts'
import { pythonFile } from './python-file.ts'

/** Pinned: another version may write other types. It reads TypeScript's own compiler, of this version. */
const GENERATOR = '@hey-api/openapi-ts@0.99.0'
const COMPILER = 'typescript@5.9.3'

const generated = fileURLToPath(new URL('generated/', import.meta.url))
const document = describeApi(EXAMPLE_URL)
const folder = mkdtempSync(join(tmpdir(), 'jetpay-sdk-'))
try {
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document))
  const program = pathToFileURL(
    join(await installAside(GENERATOR, COMPILER), 'node_modules/@hey-api/openapi-ts/dist/index.mjs'),
  ).href
  const job = {
    input: 'openapi.json',
    output: 'out',
    plugins: ['@hey-api/typescript'],
    logs: { level: 'warn' },
  }
  const script = `import { createClient } from ${JSON.stringify(program)}; await createClient(${JSON.stringify(job)})`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, stdio: 'inherit' })
  cpSync(join(folder, 'out/types.gen.ts'), join(generated, 'types.gen.ts'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
writeFileSync(
  join(generated, 'operations.gen.ts'),
  operationsFile(document, readFileSync(join(generated, 'types.gen.ts'), 'utf8')),
)
embedTypes(fileURLToPath(new URL('../embed/generated/', import.meta.url)))
writeFileSync(new URL('../python/jetpay/_operations.py', import.meta.url), pythonFile(document))
