import { readFileSync } from 'node:fs'
import { stripTypes } from './strip-types.ts'

const IMPORT = /^import \{([^}]*)\} from '\.\.?\/(?:[^']*\/)?([\w-]+)\.ts'$/gm
const EXPORTED = /^export (?:async )?(?:const|let|function|class) (\w+)/gm

const nameOf = (module: string) => `$${module.replaceAll('-', '_')}`

/**
 * Modules of ours as one script: each in a function of its own, in the order of `files`, in which none
 * imports from one that comes later. What they say in comments stays out of it.
 */
export function oneScript(files: readonly { name: string; file: URL }[]): string {
  const known = new Set<string>()
  const parts = files.map(({ name, file }) => {
    const source = stripTypes(readFileSync(file, 'utf8'))
    const exported = [...source.matchAll(EXPORTED)].map(([, one]) => one)
    const body = source
      .replace(IMPORT, (_all, names: string, from: string) => {
        if (!known.has(from)) throw new Error(`${name} imports from ${from}, which comes later`)
        const wanted = names
          .split(',')
          .map((one) => one.trim().replace(' as ', ': '))
          .filter(Boolean)
        return `const { ${wanted.join(', ')} } = ${nameOf(from)};`
      })
      .replace(/^export /gm, '')
    if (/^(import|export) /m.test(body))
      throw new Error(`${name} imports or exports in a form that is not read`)
    known.add(name)
    return `const ${nameOf(name)} = (() => {\n${withoutComments(body)}\nreturn { ${exported.join(', ')} };\n})();\n`
  })
  return parts.join('')
}

/** Of whole lines only, so that no text that looks like one is touched. */
const withoutComments = (source: string): string =>
  source
    .replace(/^[ \t]*\/\*\*?(?:(?!\*\/)[\s\S])*\*\/[ \t]*$/gm, '')
    .replace(/^[ \t]*\/\/.*$/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim()
