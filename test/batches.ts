/**
 * Test files in batches, each batch in a process of its own. To load the program took two of the three
 * seconds that a small file needs: files that share a process share that. In it each file is a suite, with
 * its own hooks, databases and servers.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * All files of a batch are read before the first test of any: a file that starts something while it is read
 * would hold it all that time, and has a process of its own. What a file changes of its process it changes in
 * a hook, and takes back in one.
 */
export const startsWhileRead = (source: string): boolean => /^(?:const|let) .*= await /m.test(source)

/** Files of one process: what one of them does to its process can reach so many others. */
const FILES_A_BATCH = 12

/**
 * Deals files like cards, so that those of one folder, which are alike in what they take, are in several
 * batches. Returns lists of at most `most` files whose lengths differ by one.
 */
export function deal<File>(files: File[], most = FILES_A_BATCH): File[][] {
  const batches: File[][] = Array.from({ length: Math.ceil(files.length / most) }, () => [])
  for (const [at, file] of files.entries()) batches[at % batches.length]?.push(file)
  return batches
}

/**
 * Writes a test file for each batch into `folder`; returns their paths. A file by itself is left as it is.
 */
export function writeBatches(folder: string, batches: string[][], projectFolder: string): string[] {
  mkdirSync(folder)
  return batches.map((files, at) => {
    if (files[0] !== undefined && files.length === 1) return join(projectFolder, files[0])
    const path = join(folder, `${at + 1}.test.mjs`)
    const suites = files.map((file) => {
      const url = pathToFileURL(join(projectFolder, file)).href
      return `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(url)}))\n`
    })
    writeFileSync(path, `import { describe } from 'node:test'\n${suites.join('')}`)
    return path
  })
}
