import type { Config } from '../ground/config.ts'
import { FURTHER_KEYS, MAIN_KEYS, openSeal } from '../ground/seal.ts'
import { ensureKeys, PROOFS_EACH, type Proof, tryAll } from './key-checks.ts'
import { sealedColumns } from './sealing/sealed-columns.ts'
import { keysThatOpen, sealingKeyNow } from './sealing/sealing-key.ts'
import { type Database, type Db, join, type Statement, sql } from './sql.ts'

/**
 * Finds out whether the main key file is this database's, and makes it where the database has nothing sealed
 * yet: `ensureKeys`. Returns what an operator should hear.
 */
export const ensureMainKeys = (db: Database, { mainKeyFile: file }: Pick<Config, 'mainKeyFile'>) =>
  ensureKeys(db, {
    file,
    setting: 'JETPAY_MAIN_KEY_FILE',
    database: 'main',
    names: MAIN_KEYS,
    further: FURTHER_KEYS,
    always: async (db) => [await sealingKeyNow(db)],
    needed,
    async prove(db, _keys, name) {
      const seal = openSeal(file)
      const keys = await proveSigningKeys(db, seal, name)
      return name === 'sealing_key' ? add(keys, await proveSealed(db, seal)) : keys
    },
  })

type Seal = ReturnType<typeof openSeal>

type Sealed = { sealed: Buffer; about: string }

async function proveSealed(db: Db, seal: Seal): Promise<Proof> {
  const proofs: Proof[] = []
  for (const { table, column, key, about } of Object.values(sealedColumns)) {
    const some = (order: Statement[]) => sql`
      (select ${column} as sealed, ${about} as about from ${table} where ${column} is not null
        order by ${join(order, ', ')} limit ${PROOFS_EACH})`
    const both = [some(key.map(([name]) => name)), some(key.map(([name]) => sql`${name} desc`))]
    const rows = await db.many<Sealed>(join(both, ' union all '))
    proofs.push(tryAll(rows, (row) => seal.open(row.sealed, row.about) !== ''))
  }
  return proofs.reduce(add)
}

type SigningKey = {
  key_id: string
  sealed: Buffer
  wrapped: Buffer | null
  key_encryption_key_id: string | null
}

/**
 * Signing keys: those of before under `sealing_key` itself, the others under the key-encryption key that they
 * name.
 */
async function proveSigningKeys(db: Db, seal: Seal, name: string): Promise<Proof> {
  const wrappedBy = name === 'sealing_key' ? 'kek_1' : name
  const rows = await db.many<SigningKey>(sql`
    select key_id, private_jwk_sealed as sealed, data_key_wrapped as wrapped, key_encryption_key_id from signing_keys
    where private_jwk_sealed is not null and coalesce(key_encryption_key_id, 'kek_1') = ${wrappedBy}
    order by generation desc limit ${2 * PROOFS_EACH}`)
  return tryAll(rows, ({ key_id, sealed, wrapped, key_encryption_key_id }) => {
    const about = `signing_keys/${key_id}`
    return wrapped === null
      ? seal.open(sealed, about) !== ''
      : seal.openEnvelope(
          { sealed, dataKeyWrapped: wrapped, keyEncryptionKeyId: key_encryption_key_id! },
          about,
        ) !== ''
  })
}

/** The keys without which something that is still used cannot be opened. */
async function needed(db: Db): Promise<string[]> {
  const { sealed } = await db.one<{ sealed: boolean }>(sql`
    select exists (select from signing_keys) or ${join(
      Object.values(sealedColumns).map(({ table, key }) => sql`exists (select ${key[0]![0]} from ${table})`),
      ' or ',
    )} as sealed`)
  const wrapping = await db.many<{ name: string }>(sql`
    select distinct key_encryption_key_id as name from signing_keys
    where private_jwk_sealed is not null and key_encryption_key_id ~ '^(kek|sealing_key)_([2-9]|[1-9][0-9]+)$'
      and generation >= coalesce((select max(generation) from signing_keys where signs_from <= jetpay_now()), 1)`)
  return [...(sealed ? await keysThatOpen(db) : []), ...wrapping.map(({ name }) => name)]
}

const add = (one: Proof, other: Proof): Proof => ({
  opened: one.opened + other.opened,
  closed: one.closed + other.closed,
})
