import { stripTypeScriptTypes } from 'node:module'
import { strippedOf } from '../../bin/stripped/lookup.mjs'

/**
 * TypeScript as JavaScript: types blanked out, so that line numbers stay. Of the program's own files it was
 * done when it was started, and nobody keeps the compiler for it. Node calls stripping types experimental
 * once per process; the version is pinned and the tests run its output.
 */
export function stripTypes(source: string): string {
  const stripped = strippedOf(source)
  if (stripped !== undefined) return stripped
  const warn = process.emitWarning
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = warn
  }
}
