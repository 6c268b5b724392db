import { decrypt, encrypt } from './encryption.ts'
import { readKeyFile } from './key-file.ts'

/** Encrypts the main side's own secrets (account numbers, webhook keys) at rest. `about` names the row it belongs to. */
export type Seal = { seal(text: string, about: string): Buffer; open(sealed: Buffer, about: string): string }

export function openSeal(keyFile: string): Seal {
  const { sealing_key: key } = readKeyFile(keyFile, ['sealing_key'])
  return {
    seal: (text, about) => encrypt(key, Buffer.from(text), about),
    open: (sealed, about) => decrypt(key, sealed, about).toString(),
  }
}
