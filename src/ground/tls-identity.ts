/**
 * Who a role is to the others by TLS: its key, its certificate, and the authority that both sides believe.
 * The files are read again whenever they are used, so that a renewed certificate needs no restart.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { OperatorError } from './errors.ts'
import { othersCanRead } from './private-file.ts'

export type TlsFiles = { key: string; certificate: string; ca: string }

/** The name that each vault’s certificate has, whatever host it is on. Others have `jetpay-<role>`. */
export const VAULT_NAME = 'jetpay-vault'

const DAY_MS = 86_400_000
/** From then on the log says each day that a certificate ends. */
const ENDING_MS = 14 * DAY_MS

/** Options of `node:tls`. Throws an OperatorError that names the file that is no good. */
export function readIdentity({ key, certificate, ca }: TlsFiles) {
  if (othersCanRead(stated('JETPAY_TLS_KEY_FILE', key, (path) => statSync(path))))
    throw new OperatorError(
      `The file ${key} of JETPAY_TLS_KEY_FILE can be read by others; run: chmod 600 ${key}`,
    )
  return {
    key: stated('JETPAY_TLS_KEY_FILE', key, readFileSync),
    cert: stated('JETPAY_TLS_CERTIFICATE_FILE', certificate, readFileSync),
    ca: stated('JETPAY_TLS_CA_FILE', ca, readFileSync),
    minVersion: 'TLSv1.3' as const,
  }
}

function stated<T>(setting: string, path: string, read: (path: string) => T): T {
  try {
    return read(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OperatorError(`The file ${path} of ${setting} cannot be read (${code}); see that it is there.`)
  }
}

/** What all three files hold now, to see that they are others. */
export const identityMark = ({ key, certificate, ca }: TlsFiles): string =>
  createHash('sha256')
    .update(Buffer.concat([key, certificate, ca].map((path) => readFileSync(path))))
    .digest('hex')

/**
 * Tells now and each day, in a line, that the role’s certificate ends within fourteen days. Returns what
 * ends the telling.
 */
export function tellEnding({ certificate }: TlsFiles, tell: (line: string) => void): () => void {
  function look() {
    const ends = new X509Certificate(stated('JETPAY_TLS_CERTIFICATE_FILE', certificate, readFileSync))
      .validToDate
    if (ends.getTime() - Date.now() <= ENDING_MS)
      tell(
        `the certificate ${certificate} ends at ${ends.toISOString()}: run jetpay certs, and put the new one in its place`,
      )
  }
  look()
  const timer = setInterval(look, DAY_MS).unref()
  return () => clearInterval(timer)
}

/** The names and the fingerprint of the certificate that the other side has shown. */
export function namesOf(socket: TLSSocket): string[] {
  const { subjectaltname = '', fingerprint256 }: Partial<PeerCertificate> = socket.getPeerCertificate()
  const names = subjectaltname
    .split(', ')
    .filter((name) => name.startsWith('DNS:'))
    .map((name) => name.slice('DNS:'.length))
  return fingerprint256 === undefined
    ? names
    : [...names, fingerprint256, fingerprint256.replaceAll(':', '').toLowerCase()]
}
