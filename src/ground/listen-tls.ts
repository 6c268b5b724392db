/** TLS of the public listeners of api and vault, where no proxy in front ends it. */
import { readFileSync, statSync } from 'node:fs'
import { Server as TlsServer } from 'node:tls'
import { OperatorError } from './errors.ts'
import { othersCanRead } from './private-file.ts'

export type ListenTls = { key: string; certificate: string }

/** How soon a certificate that was renewed is shown; those who are connected keep theirs. */
const RENEWED_MS = 60_000

/** What the framework is told: nothing where it listens in the clear. Throws where a file is no good. */
export function httpsOptions<Http extends object>(
  files: ListenTls | null,
  http: Http,
): { https?: Http & ReturnType<typeof readPair> } {
  return files === null ? {} : { https: { ...http, ...readPair(files) } }
}

function readPair({ key, certificate }: ListenTls) {
  try {
    if (othersCanRead(statSync(key)))
      throw new OperatorError(`The file ${key} can be read by others; run: chmod 600 ${key}`)
    return { key: readFileSync(key), cert: readFileSync(certificate), minVersion: 'TLSv1.2' as const }
  } catch (error) {
    if (error instanceof OperatorError) throw error
    const { path, code } = error as NodeJS.ErrnoException
    throw new OperatorError(
      `${path} of JETPAY_LISTEN_KEY_FILE and JETPAY_LISTEN_CERTIFICATE_FILE cannot be read (${code}).`,
    )
  }
}

/** The event of a server by which a connection's bytes are at hand, decrypted. */
export const connectionEvent = (server: object): 'connection' | 'secureConnection' =>
  server instanceof TlsServer ? 'secureConnection' : 'connection'

/** Shows a certificate that was renewed, and the old one while the new is no good. */
export function followCertificate(
  server: object,
  files: ListenTls | null,
  onBad: (error: Error) => void,
  everyMs = RENEWED_MS,
): void {
  if (files === null || !(server instanceof TlsServer)) return
  const markOf = () => [files.key, files.certificate].map((path) => statSync(path).mtimeMs).join()
  let mark = markOf()
  const timer = setInterval(() => {
    try {
      if (markOf() === mark) return
      server.setSecureContext(readPair(files))
      mark = markOf()
    } catch (error) {
      onBad(error as Error)
    }
  }, everyMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}
