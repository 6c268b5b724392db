import type { Config } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import { openFileKek } from './file-kek.ts'
import type { KekProvider, KekProviderName } from './kek-provider.ts'

export type KekSettings = Pick<Config, 'vaultKeyFile' | 'vaultKek' | 'vaultPkcs11Pin'>

/**
 * The provider where new key-encryption keys are made, and all of them by name: while one follows another,
 * keys of both are needed.
 */
export type Keks = { current: KekProvider; of(name: KekProviderName): Promise<KekProvider> }

export async function openKeks({ vaultKeyFile, vaultKek, vaultPkcs11Pin: pin }: KekSettings): Promise<Keks> {
  const open = async (name: KekProviderName): Promise<KekProvider> => {
    if (name === 'file') return openFileKek(vaultKeyFile)
    const { pkcs11 } = vaultKek
    if (!pkcs11 || !pin)
      throw new OperatorError(
        'The vault’s key-encryption key is in a PKCS #11 token: set JETPAY_VAULT_PKCS11_MODULE, JETPAY_VAULT_PKCS11_TOKEN and JETPAY_VAULT_PKCS11_PIN_FILE. Nothing was started.',
      )
    // Read where it is asked for: the program that it needs is no part of every installation.
    const { openPkcs11Kek } = await import('./pkcs11-kek.ts')
    return openPkcs11Kek({ ...pkcs11, pin })
  }
  return { current: await open(vaultKek.provider), of: open }
}
