/** The samples of the documentation: every fenced block that names its language. */
import { readdirSync, readFileSync } from 'node:fs'
import { projectFolder } from '../../src/ground/config.ts'

export type Sample = {
  /** Its page, from the checkout's folder: `docs/refunds.md`. */
  page: string
  language: string
  source: string
  /** What it is named by in lists: the page, and its first line. */
  title: string
}

const FENCE = /^( *)```(\w+)\n([\s\S]*?)^\1```$/gm

/** Those of one page, in order; of some languages only where they are named. */
export function samplesOf(page: string, ...languages: string[]): Sample[] {
  const text = readFileSync(`${projectFolder}/${page}`, 'utf8')
  return [...text.matchAll(FENCE)]
    .map(([, , language, source]) => ({
      page,
      language: language!,
      source: source!,
      title: `${page}: ${source!.split('\n').find((line) => line.trim() !== '')}`,
    }))
    .filter(({ language }) => languages.length === 0 || languages.includes(language))
}

/** Every page that a reader has: of the guide, of `docs/`, and what comes with the packages. */
export const pages = [
  'README.md',
  ...['docs', 'docs/guide'].flatMap((folder) =>
    readdirSync(`${projectFolder}/${folder}`)
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  ),
  'sdk/README.md',
  'sdk/python/README.md',
]

/** It runs commands of the checkout, which take longer and are for operators. */
export const isOfCommands = ({ language, source }: Sample): boolean =>
  language === 'sh' && /\bbin\/jetpay\b|\bnpm (start|test|run)\b/.test(source)

const examples = `${projectFolder}/sdk/examples`
const exampleFiles = readdirSync(examples)
  .filter((file) => /^[a-z-]+\.(ts|py|php)$/.test(file))
  .map((file) => readFileSync(`${examples}/${file}`, 'utf8'))

/** It is a file of sdk/examples/, which examples.test.ts runs. */
export const isExampleFile = ({ source }: Sample): boolean => exampleFiles.includes(source)
