import { stripTypeScriptTypes } from 'node:module'

/**
 * TypeScript as JavaScript: types blanked out, so that line numbers stay. Node calls stripping types
 * experimental once per process; the version is pinned and the tests run its output.
 */
export function stripTypes(source: string): string {
  const warn = process.emitWarning
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = warn
  }
}
