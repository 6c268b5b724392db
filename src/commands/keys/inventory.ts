import { type Config, readConfig } from '../../ground/config.ts'
import { type ListedKey, listVaultKeys } from '../../vault/key-inventory.ts'
import { statImportKey } from '../../vault/transfer/import-key.ts'
import { onVaultDatabase, vaultDatabaseUrl } from './vault-database.ts'

const DAY_MS = 86_400_000

/** What `GET /operator/keys` answers. */
type MainKey = { name: string; use: string; algorithm: string; state: string; made_at: Date; kept: string }

/**
 * The inventory of all keys (PCI DSS 12.3.3): the main side's as its endpoint has them, and the vault's,
 * whose database the main side cannot reach.
 */
export async function inventory(asked: Promise<unknown>): Promise<unknown> {
  const config = readConfig()
  const { data } = (await asked) as { data: MainKey[] }
  const vaults = (await vaultDatabaseUrl()) ? await onVaultDatabase(listVaultKeys) : []
  return {
    data: [
      ...data.map((key) => mainLine(key, config)),
      ...vaults.map((key) => vaultLine(key, config)),
      ...(vaults.length > 0 ? importLine(config) : []),
    ],
    ...(vaults.length === 0
      ? { note: 'Without the vault’s keys: run it with VAULT_DATABASE_URL to list them too.' }
      : {}),
    next_cursor: null,
  }
}

const dueAt = (made: Date, lifeMs: number) => new Date(new Date(made).getTime() + lifeMs)

function mainLine(key: MainKey, { signingKeyLifeMs, keyLifeDays }: Config) {
  const signs = key.use === 'signs_deliveries'
  return {
    ...key,
    zone: 'main',
    bits: signs ? 2048 : 256,
    due_at:
      key.state === 'retired' ? null : dueAt(key.made_at, signs ? signingKeyLifeMs : keyLifeDays * DAY_MS),
  }
}

const WHAT_FOR: Record<ListedKey['use'], string> = {
  key_encryption: 'Wraps the vault’s data keys',
  cards: 'Seals card numbers',
  fingerprint: 'Finds cards of an equal number',
  ticket: 'Marks the tickets of card pages',
}

function vaultLine(key: ListedKey, { keyLifeDays, vaultKeyFile, vaultKek }: Config) {
  const { name, use, algorithm, bits, state, made_at, retired_at, check_value, from_parts, kek_id } = key
  const place =
    key.provider === 'file'
      ? `The key file ${vaultKeyFile}`
      : `The token ${vaultKek.pkcs11?.token ?? ''}`.trim()
  const kept =
    use === 'key_encryption'
      ? `${place}${from_parts ? ', of two custodians’ parts' : ''}`
      : state === 'retired'
        ? 'Destroyed'
        : `The vault database, wrapped by ${kek_id}`
  return {
    name,
    zone: 'vault',
    use,
    what_for: WHAT_FOR[use],
    algorithm,
    bits,
    state,
    made_at,
    due_at: state === 'retired' ? null : dueAt(made_at, keyLifeDays * DAY_MS),
    retired_at,
    check_value,
    kept,
  }
}

/** What opens files of cards that come (docs/portability.md), where there is one. */
function importLine({ vaultKeyFile, keyLifeDays }: Config) {
  const found = statImportKey(vaultKeyFile)
  if (!found) return []
  return [
    {
      name: 'card-import.pem',
      zone: 'vault',
      use: 'card_import',
      what_for: 'Opens files of cards from others',
      algorithm: 'RSA-OAEP-256',
      bits: found.bits,
      state: 'active',
      made_at: found.madeAt,
      due_at: dueAt(found.madeAt, keyLifeDays * DAY_MS),
      retired_at: null,
      check_value: null,
      kept: `The file ${found.file}`,
    },
  ]
}
