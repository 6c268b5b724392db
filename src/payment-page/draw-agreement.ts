/**
 * Draws agreements in a thread of their own: fonts of other scripts take up to half a second, in which the
 * api would answer nobody else.
 */
import { Worker } from 'node:worker_threads'
import { Problem } from '../ground/errors.ts'
import { atMost } from '../http/slots.ts'
import type { SignedAgreement } from './agreement.ts'
import type { PdfHead } from './agreement-pdf.ts'
import type { Drawing, Drawn } from './pdf-thread.ts'

/** Half a second each where fonts are loaded: the last is drawn before its page gives up (30 seconds). */
const DRAWINGS_AT_ONCE = 20
/** Beyond any text that the page takes; the thread is ended then, and those behind it fail with it. */
const WITHIN_MS = 20_000
/** All fonts that there are, loaded, and one document; a thread that needs more is ended, not the api. */
const MEMORY_MB = 512

type Pending = { resolve(pdf: Buffer): void; reject(error: unknown): void }
type Thread = { worker: Worker; pending: Map<number, Pending> }

let thread: Thread | undefined
let lastId = 0
const within = atMost(DRAWINGS_AT_ONCE)

/**
 * The agreement as a PDF. Throws the Problem `service_unavailable` where too many are being drawn, or it
 * takes too long: nothing is signed then.
 */
export const drawAgreement = (agreement: SignedAgreement, head: PdfHead): Promise<Buffer> =>
  within(
    () =>
      new Promise((resolve, reject) => {
        thread ??= startThread()
        const { worker, pending } = thread
        const id = ++lastId
        const timer = setTimeout(() => void worker.terminate(), WITHIN_MS)
        const ends =
          <Value>(end: (value: Value) => void) =>
          (value: Value) => {
            clearTimeout(timer)
            end(value)
          }
        pending.set(id, { resolve: ends(resolve), reject: ends(reject) })
        worker.postMessage({ id, agreement, head } satisfies Drawing)
      }),
  )

/** Starts with the first drawing; it keeps no process alive, and has no settings or secrets. */
function startThread(): Thread {
  const worker = new Worker(new URL('./pdf-thread.ts', import.meta.url), {
    env: {},
    // None of the flags that this process was started with is meant for it.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  const started: Thread = { worker, pending: new Map() }
  const { pending } = started
  worker.on('message', (drawn: Drawn) => {
    const { resolve, reject } = pending.get(drawn.id)!
    pending.delete(drawn.id)
    if ('pdf' in drawn) resolve(Buffer.from(drawn.pdf))
    else reject(new Error(`the agreement could not be drawn: ${drawn.error}`))
  })
  let cause: unknown
  worker.on('error', (error) => {
    cause = error
  })
  worker.on('exit', () => {
    if (thread === started) thread = undefined
    for (const { reject } of pending.values())
      reject(
        new Problem(
          'service_unavailable',
          'The agreement could not be drawn; nothing was signed. Try again.',
          {
            cause,
          },
        ),
      )
  })
  worker.unref()
  return started
}
