/**
 * `jetpay certs`: the certificates by which the roles of several hosts know each other, of an authority of
 * the installation's own. What is there and not about to end stays as it is; keys stay when a certificate is
 * renewed, so that the two files never disagree.
 */
import 'reflect-metadata'
import { randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { OperatorError } from '../ground/errors.ts'
import { VAULT_NAME } from '../ground/tls-identity.ts'
import { wholeList } from './command.ts'

const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 3_650
const ROLE_DAYS = 365
/** One that ends sooner is renewed, so that a monthly look is enough. */
const RENEWED_DAYS = 60
/** Clocks of hosts differ. */
const BEFORE_MS = 3_600_000

const AUTHORITY_NAME = 'Jetpay authority'
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNED = { name: 'ECDSA', hash: 'SHA-256' } as const

/** A vault’s certificate is good to be asked with and for nothing else, and another’s only to ask with. */
const names = {
  vault: { name: VAULT_NAME, usage: x509.ExtendedKeyUsage.serverAuth },
  api: { name: 'jetpay-api', usage: x509.ExtendedKeyUsage.clientAuth },
  worker: { name: 'jetpay-worker', usage: x509.ExtendedKeyUsage.clientAuth },
} as const

type Row = { file: string; name: string; ends_at: string; done: 'made' | 'renewed' | 'kept' }

export async function makeCertificates(folder: string, now = Date.now()) {
  x509.cryptoProvider.set(crypto)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (name: string) => join(folder, name)
  const rows: Row[] = []
  const note = (path: string, name: string, done: Row['done']) =>
    rows.push({ file: path, name, ends_at: endOf(path).toISOString(), done })

  const [ca, caKey] = [file('ca.crt'), file('ca.key')]
  const isNew = !existsSync(ca)
  if (isNew) {
    const keys = await keysIn(caKey)
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      ...life(now, now + AUTHORITY_DAYS * DAY_MS),
      name: `CN=${AUTHORITY_NAME}`,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      ],
    })
    write(ca, certificate.toString('pem'), 0o644)
  }
  note(ca, AUTHORITY_NAME, isNew ? 'made' : 'kept')

  for (const [role, { name, usage }] of Object.entries(names)) {
    const path = file(`${role}.crt`)
    const there = existsSync(path)
    if (there && endOf(path).getTime() - now > RENEWED_DAYS * DAY_MS) {
      note(path, name, 'kept')
      continue
    }
    if (!existsSync(caKey))
      throw new OperatorError(
        `${path} is to be ${there ? 'renewed' : 'made'}, and the authority’s key ${caKey} is not here: bring it, or run this where it is.`,
      )
    const issuer = new x509.X509Certificate(readFileSync(ca, 'utf8'))
    const keys = await keysIn(file(`${role}.key`))
    const certificate = await x509.X509CertificateGenerator.create({
      // No longer than the authority itself.
      ...life(now, Math.min(now + ROLE_DAYS * DAY_MS, issuer.notAfter.getTime())),
      subject: `CN=${name}`,
      issuer: issuer.subject,
      publicKey: keys.publicKey,
      signingKey: (await keysIn(caKey)).privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([usage], true),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
        await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ],
    })
    write(path, certificate.toString('pem'), 0o644)
    note(path, name, there ? 'renewed' : 'made')
  }
  return wholeList(rows)
}

const life = (now: number, endsAt: number) => ({
  serialNumber: randomBytes(16).toString('hex'),
  notBefore: new Date(now - BEFORE_MS),
  notAfter: new Date(endsAt),
  signingAlgorithm: SIGNED,
})

const endOf = (path: string) => new X509Certificate(readFileSync(path)).validToDate

/** The keys of a file, which is made where there is none. */
async function keysIn(path: string): Promise<CryptoKeyPair> {
  const { subtle } = crypto
  if (!existsSync(path)) {
    const made = await subtle.generateKey(CURVE, true, ['sign', 'verify'])
    const bytes = await subtle.exportKey('pkcs8', made.privateKey)
    write(path, x509.PemConverter.encode(bytes, 'PRIVATE KEY'), 0o600)
    return made
  }
  const [bytes] = x509.PemConverter.decode(readFileSync(path, 'utf8'))
  const privateKey = await subtle.importKey('pkcs8', bytes as ArrayBuffer, CURVE, true, ['sign'])
  const { d: _, key_ops: __, ...open } = await subtle.exportKey('jwk', privateKey)
  return { privateKey, publicKey: await subtle.importKey('jwk', open, CURVE, true, ['verify']) }
}

/** Whole or not at all: a role may be reading it. */
function write(path: string, text: string, permissions: number): void {
  writeFileSync(`${path}.new`, `${text}\n`, { mode: permissions })
  renameSync(`${path}.new`, path)
}
