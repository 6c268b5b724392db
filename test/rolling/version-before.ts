/** The program as it was, to be upgraded from. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../../src/ground/config.ts'

const git = (...words: string[]) => execFileSync('git', words, { cwd: projectFolder, maxBuffer: 1 << 30 })

/**
 * The commit of `JETPAY_TEST_BEFORE`, or the one before the newest migration, so that there is one to make.
 * Undefined where this is no clone, or one without its past.
 */
export function commitBefore(): string | undefined {
  try {
    const newest = git('log', '-1', '--diff-filter=A', '--format=%H', '--', 'migrations/main')
      .toString()
      .trim()
    return git('rev-parse', '--verify', process.env.JETPAY_TEST_BEFORE ?? `${newest}^`)
      .toString()
      .trim()
  } catch {
    return undefined
  }
}

/** Its files in `folder`, with the packages that are installed here. */
export function unpack(commit: string, folder: string): string {
  mkdirSync(folder)
  writeFileSync(`${folder}.tar`, git('archive', commit))
  execFileSync('tar', ['-x', '-f', `${folder}.tar`, '-C', folder])
  symlinkSync(`${projectFolder}/node_modules`, `${folder}/node_modules`)
  return folder
}
