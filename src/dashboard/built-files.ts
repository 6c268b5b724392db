import { globSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { etagOf, type ServedFile } from '../http/served-file.ts'
import { buildFolder, builtHash, failureFile } from './built.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

let read: { of: string; files: ReadonlyMap<string, ServedFile> } | undefined

/**
 * The files of the build by their path in it, read at the first request and again when there is a newer
 * build: a megabyte or two, of which the compressed half is what browsers ask for. Undefined while there is
 * none.
 */
export function builtFiles(): ReadonlyMap<string, ServedFile> | undefined {
  const of = builtHash()
  if (of === undefined) return undefined
  if (read?.of === of) return read.files
  const files = new Map<string, ServedFile>()
  for (const path of globSync('**/*', { cwd: buildFolder })) {
    const type = types[extname(path)]
    if (type) files.set(path, readFile(path, type))
  }
  read = { of, files }
  return files
}

function readFile(path: string, type: string): ServedFile {
  const part = (ending: string) => readFileSync(`${buildFolder}/${path}${ending}`)
  const plain = part('')
  const etag = etagOf(plain)
  try {
    return { type, etag, plain, br: part('.br'), gzip: part('.gz') }
  } catch {
    return { type, etag, plain }
  }
}

/** Why the last build failed, as the bundler said it. */
export function buildFailure(): string | undefined {
  try {
    return readFileSync(failureFile, 'utf8')
  } catch {
    return undefined
  }
}
