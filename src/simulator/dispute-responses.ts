import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const dispute = /^dispute-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
export const isResponse = (name: string) => new RegExp(`${dispute.source}\\.json$`).test(name)
/** Its hash is in its name, and no path is. */
const documentName = new RegExp(`${dispute.source}-[0-9a-f]{64}\\.(pdf|png|jpg)$`)

/** How the names of a response's documents begin. */
const ofResponse = (name: string) => `${name.replace(/\.json$/, '')}-`

/** What decides; the rest of a response is for people. */
const response = z.object({
  version: z.literal(1),
  rrn: z.string(),
  stan: z.string(),
  transmission: z.string(),
  acquirer_id: z.string().optional(),
  texts: z.record(z.string(), z.string()),
  documents: z.array(z.object({ file: z.string().regex(documentName), bytes: z.int(), sha256: z.string() })),
})
export type Response = z.infer<typeof response>

/** A response that the network does not take, and why. */
class Refusal extends Error {}

/**
 * The folder that responses and their documents come into. One is taken whole, once: its documents are there
 * and are what their hashes say. A response that was taken goes to `done/`, one that cannot be to `refused/`
 * with the reason beside it.
 */
export function openResponses(folder: string) {
  const isDone = (name: string) =>
    access(join(folder, 'done', name)).then(
      () => true,
      () => false,
    )

  async function move(names: string[], inner: 'done' | 'refused'): Promise<void> {
    await mkdir(join(folder, inner), { recursive: true, mode: 0o700 })
    for (const name of names)
      await rename(join(folder, name), join(folder, inner, name)).catch((error: NodeJS.ErrnoException) => {
        // A document that is not there, or was moved before a crash.
        if (error.code !== 'ENOENT') throw error
      })
  }

  async function check(name: string): Promise<Response> {
    if (await isDone(name)) throw new Refusal('came before')
    const read = response.safeParse(jsonOf(await readFile(join(folder, name), 'utf8')))
    if (!read.success) throw new Refusal('is no response')
    for (const { file, bytes, sha256 } of read.data.documents) {
      if (!file.startsWith(ofResponse(name)))
        throw new Refusal(`names a document of another dispute: ${file}`)
      // Moved already, where the network died while it took this response.
      const content = await readFile(join(folder, file)).catch(() =>
        readFile(join(folder, 'done', file)).catch(() => undefined),
      )
      if (!content) throw new Refusal(`has no document ${file}`)
      if (content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256)
        throw new Refusal(`has another document than it says: ${file}`)
    }
    return read.data
  }

  return {
    /**
     * Takes a response, if it is one: `apply` hears of it before it is put away, and hears of it again after
     * a crash in between.
     */
    async take(name: string, apply: (response: Response) => void): Promise<void> {
      try {
        const read = await check(name)
        apply(read)
        await move([...read.documents.map(({ file }) => file), name], 'done')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        await mkdir(join(folder, 'refused'), { recursive: true, mode: 0o700 })
        await writeFile(join(folder, 'refused', `${name}.reason`), `${name} ${error.message}\n`, {
          mode: 0o600,
        })
        const documents = (await readdir(folder)).filter((file) => file.startsWith(ofResponse(name)))
        await move([...documents, name], 'refused')
      }
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
