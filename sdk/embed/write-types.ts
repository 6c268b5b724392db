/** The types of the embed, for pages that import it from the platform (`/embed/v1.d.ts`). */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')

/** Writes `v1.d.ts` into `folder`, out of the source. */
export function embedTypes(folder: string): void {
  const made = mkdtempSync(join(tmpdir(), 'jetpay-embed-'))
  try {
    const project = fileURLToPath(new URL('.', import.meta.url))
    const args = ['-p', project, '--outDir', made, '--emitDeclarationOnly']
    execFileSync(process.execPath, [compiler, ...args], { stdio: 'inherit' })
    const types = readFileSync(join(made, 'embed/mount-card.d.ts'), 'utf8')
    writeFileSync(join(folder, 'v1.d.ts'), alone(types))
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

const REASONS = '../client/generated/types.gen.ts'

/** With the reasons in it: beside a file that is served alone there is none to import from. */
function alone(types: string): string {
  const generated = readFileSync(new URL(REASONS, import.meta.url), 'utf8')
  const [reasons] = /^export type FailReason = .*$/m.exec(generated)!
  return types.replace(/^import type \{ FailReason \} from .*$/m, reasons!.replace('export ', ''))
}
