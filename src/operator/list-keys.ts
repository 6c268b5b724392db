import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'

const keySchema = z
  .object({
    name: z.string(),
    use: z.enum(['seals', 'signs_deliveries']),
    what_for: z.string().meta({ description: '`use` in words' }),
    algorithm: z.string(),
    state: z.enum(['in_use', 'to_come', 'retired']),
    made_at: z.iso.datetime(),
    place: z.enum(['key_file', 'database', 'destroyed']),
    file: z.string().nullable().meta({ description: 'The key file, where it is in one' }),
    kept: z.string().meta({ description: '`place` in words: where the key itself is' }),
  })
  .meta({ id: 'Key' })

type SigningRow = {
  key_id: string
  created_at: Date
  signs_from: Date
  state: 'in_use' | 'to_come' | 'retired'
}

/** Signing keys that are shown: one is made a quarter, so this is years of them. */
const SIGNING_KEYS_MAX = 50

export const listKeys = endpoint({
  operationId: 'list_keys',
  method: 'GET',
  path: '/operator/keys',
  tag: 'Operator',
  summary: 'List the main side’s keys',
  description:
    'Which keys there are, what for, since when and whether they are in use; never a key. The vault’s own keys stay with the vault and are not told here.',
  scope: 'operator:read',
  pathSchema: noPath,
  answers: {
    200: { description: 'Keys', schema: z.object({ data: z.array(keySchema) }).meta({ id: 'Keys' }) },
  },
  async handle({ db, context }) {
    const files = await db.many<{ key_name: string; made_at: Date; state: SigningRow['state'] }>(sql`
      select key_name, coalesce(sealing_keys.made_at, key_checks.made_at) as made_at,
        case state when 'made' then 'to_come' when 'retired' then 'retired' else 'in_use' end as state
      from key_checks left join sealing_keys on name = key_name order by key_name`)
    const signing = await db.many<SigningRow>(sql`
      select key_id, created_at, signs_from, case when private_jwk_sealed is null then 'retired'
        when signs_from > jetpay_now() then 'to_come'
        when generation < (select max(generation) from signing_keys where signs_from <= jetpay_now()) then 'retired'
        else 'in_use' end as state
      from signing_keys order by generation desc limit ${SIGNING_KEYS_MAX}`)
    return {
      body: {
        data: [
          ...files.map(({ key_name, made_at, state }) => ({
            name: key_name,
            use: 'seals',
            what_for: 'Seals account numbers, signing secrets, evidence and links in the main database',
            algorithm: 'AES-256-GCM',
            state,
            made_at,
            place: 'key_file',
            file: context.config.mainKeyFile,
            kept:
              state === 'retired'
                ? `The key file ${context.config.mainKeyFile}, for backups of before only`
                : `The key file ${context.config.mainKeyFile}`,
          })),
          ...signing.map(({ key_id, created_at, state }) => ({
            name: key_id,
            use: 'signs_deliveries',
            what_for: 'Signs webhook deliveries',
            algorithm: 'RS256 (RSA 2048)',
            state,
            made_at: created_at,
            place: state === 'retired' ? 'destroyed' : 'database',
            file: null,
            kept: state === 'retired' ? 'Destroyed, or about to be' : 'The main database, sealed',
          })),
        ],
      },
    }
  },
})
