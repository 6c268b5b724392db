/** Our own key pair, to whose public half others seal the cards that they send us (docs/portability.md). */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import {
  closeSync,
  constants,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { OperatorError } from '../../ground/errors.ts'
import { othersCanRead } from '../../ground/private-file.ts'

const BITS = 3_072
const DURABLY = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_SYNC

/** Beside the vault's key file: its user's alone, and backed up with it. */
const fileOf = (vaultKeyFile: string) => `${dirname(vaultKeyFile)}/card-import.pem`

export type ImportKey = { file: string; made: boolean; private: KeyObject; public: KeyObject }

/** The key that is there, else a new one, of which `note` hears before it is kept. */
export async function ensureImportKey(
  vaultKeyFile: string,
  note: (key: KeyObject) => Promise<unknown>,
): Promise<ImportKey> {
  const file = fileOf(vaultKeyFile)
  const found = read(file)
  if (found) return { ...found, made: false }
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: BITS })
  await note(publicKey)
  const draft = `${file}.${process.pid}`
  try {
    const at = openSync(draft, DURABLY, 0o600)
    try {
      writeFileSync(at, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    } finally {
      closeSync(at)
    }
    // link, not rename: of two that make one at once the first one's stays.
    linkSync(draft, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST')
      throw new OperatorError(
        `The key for imports cannot be made in ${file} (${code}).`,
        'service_unavailable',
      )
  } finally {
    rmSync(draft, { force: true })
  }
  const made = read(file)
  if (!made) throw new OperatorError(`The key for imports ${file} is gone again.`, 'service_unavailable')
  return { ...made, made: true }
}

/** Throws an OperatorError where there is none. */
export function readImportKey(vaultKeyFile: string): Omit<ImportKey, 'made'> {
  const found = read(fileOf(vaultKeyFile))
  if (found) return found
  throw new OperatorError(
    'There is no key for imports; make it with `jetpay cards import key`.',
    'wrong_state',
  )
}

/** The file of it, without its being read. */
export function statImportKey(
  vaultKeyFile: string,
): { file: string; bits: number; madeAt: Date } | undefined {
  const file = fileOf(vaultKeyFile)
  const found = statSync(file, { throwIfNoEntry: false })
  return found && { file, bits: BITS, madeAt: found.mtime }
}

function read(file: string): Omit<ImportKey, 'made'> | undefined {
  let text: string
  try {
    if (othersCanRead(statSync(file)))
      throw new OperatorError(`The key for imports ${file} can be read by others; run: chmod 600 ${file}`)
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof OperatorError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new OperatorError(`The key for imports ${file} cannot be read (${code}).`)
  }
  try {
    const key = createPrivateKey(text)
    return { file, private: key, public: createPublicKey(key) }
  } catch {
    // Without the parser's message, which may quote it.
    throw new OperatorError(`The key for imports ${file} is not whole; restore it from its backup.`)
  }
}
