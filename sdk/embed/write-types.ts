/** The types of the embed, for pages that import it from the platform (`/embed/v1.d.ts`). */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
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
    cpSync(join(made, 'embed/mount-card.d.ts'), join(folder, 'v1.d.ts'))
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}
