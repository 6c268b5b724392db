import type { Config } from '../ground/config.ts'
import { FURTHER_KEYS, MAIN_KEYS, openSeal } from '../ground/seal.ts'
import { ensureKeys, PROOFS_EACH, type Proof, tryAll } from './key-checks.ts'
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
    needed,
    async prove(db, _keys, name) {
      const seal = openSeal(file)
      const keys = await proveSigningKeys(db, seal, name)
      return name === 'sealing_key' ? add(keys, await proveSealed(db, seal)) : keys
    },
  })

type Seal = ReturnType<typeof openSeal>

/**
 * All that `sealing_key` itself seals, and what each is bound to. Every table in which there is a column of
 * it.
 */
const sealedRows = {
  bank_accounts: [sql`account_number_sealed`, sql`'bank_account ' || company_id || ' ' || bank_account_id`],
  webhooks: [
    sql`signing_secret_sealed`,
    sql`'webhooks/' || company_id || '/' || webhook_id || '/signing_secret'`,
  ],
  signed_agreements: [sql`signer_sealed`, sql`'signed_agreement ' || company_id || ' ' || debit_id`],
  dispute_evidence: [
    sql`content_sealed`,
    sql`'dispute_evidence ' || company_id || ' ' || dispute_id || ' ' || evidence_id`,
  ],
  bank_notices: [sql`account_number_sealed`, sql`'bank_notice ' || company_id || ' ' || bank_notice_id`],
  mails: [sql`link_sealed`, sql`'mail ' || company_id || ' ' || mail_id`],
  users: [sql`totp_sealed`, sql`'user ' || user_id || ' totp'`],
  idempotency_keys: [sql`body_sealed`, sql`'idempotency key ' || company_id || ' ' || key`],
} as const satisfies Record<string, [Statement, Statement]>

const tables: Record<keyof typeof sealedRows, [Statement, Statement]> = {
  bank_accounts: [sql`bank_accounts`, sql`bank_account_id`],
  webhooks: [sql`webhooks`, sql`webhook_id`],
  signed_agreements: [sql`signed_agreements`, sql`debit_id`],
  dispute_evidence: [sql`dispute_evidence`, sql`dispute_id`],
  bank_notices: [sql`bank_notices`, sql`bank_notice_id`],
  mails: [sql`mails`, sql`mail_id`],
  // Of no company.
  users: [sql`(select null::uuid as company_id, user_id, totp_sealed from users) as people`, sql`user_id`],
  idempotency_keys: [sql`idempotency_keys`, sql`key`],
}

type Sealed = { sealed: Buffer; about: string }

async function proveSealed(db: Db, seal: Seal): Promise<Proof> {
  const proofs: Proof[] = []
  for (const [name, [table, id]] of Object.entries(tables)) {
    const [column, about] = sealedRows[name as keyof typeof sealedRows]
    const some = (order: Statement) => sql`
      (select ${column} as sealed, ${about} as about from ${table} where ${column} is not null order by ${order}
        limit ${PROOFS_EACH})`
    const both = [some(sql`company_id, ${id}`), some(sql`company_id desc, ${id} desc`)]
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
      Object.values(tables).map(([table]) => sql`exists (select company_id from ${table})`),
      ' or ',
    )} as sealed`)
  const wrapping = await db.many<{ name: string }>(sql`
    select distinct key_encryption_key_id as name from signing_keys
    where private_jwk_sealed is not null and key_encryption_key_id ~ '^kek_([2-9]|[1-9][0-9]+)$'
      and generation >= coalesce((select max(generation) from signing_keys where signs_from <= jetpay_now()), 1)`)
  return [...(sealed ? MAIN_KEYS : []), ...wrapping.map(({ name }) => name)]
}

const add = (one: Proof, other: Proof): Proof => ({
  opened: one.opened + other.opened,
  closed: one.closed + other.closed,
})
