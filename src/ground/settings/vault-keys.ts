import { OperatorError } from '../errors.ts'
import type { Readers } from './readers.ts'

/** Where the key-encryption key of the vault is, and how long keys are used. */
export function readVaultKeySettings({ oneOf, optional, number, secret }: Readers) {
  const module = optional('JETPAY_VAULT_PKCS11_MODULE')
  const token = optional('JETPAY_VAULT_PKCS11_TOKEN')
  const provider = oneOf('JETPAY_VAULT_KEK', ['file', 'pkcs11'] as const, 'file')
  const pkcs11 = module && token ? { module, token } : undefined
  if (provider === 'pkcs11' && !pkcs11)
    throw new OperatorError(
      'JETPAY_VAULT_KEK is pkcs11: set JETPAY_VAULT_PKCS11_MODULE and JETPAY_VAULT_PKCS11_TOKEN too.',
    )
  return {
    /** `file`: the vault's key file. `pkcs11`: a token, by the library of its maker. */
    vaultKek: { provider, pkcs11 },
    /** What opens the token. The vault's alone. */
    vaultPkcs11Pin: secret('JETPAY_VAULT_PKCS11_PIN'),
    /** Days after which `jetpay keys list` tells that a key is due (PCI DSS 3.7.4). */
    keyLifeDays: number('JETPAY_KEY_LIFE_DAYS', 365, 1, 3_650),
  }
}
