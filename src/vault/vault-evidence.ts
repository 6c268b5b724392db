import { type Db, sql } from '../db/sql.ts'

/** What the vault's database shows today of how card data is kept: each a sentence, and whether it holds. */
export type Shown = { holds: boolean; says: string }

/** No column has a CVC, track or PIN (PCI DSS 3.3.1), nor a number that is not sealed (3.5.1). */
export async function showColumns(db: Db): Promise<Shown> {
  const columns = await db.many<{ name: string }>(sql`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and (column_name ~* '(cvc|cvv|cvn|track|pin_block|pan)$'
      or (column_name ~* 'card_?number' and data_type <> 'bytea'))`)
  return columns.length === 0
    ? { holds: true, says: 'no column for a CVC, track, PIN or bare number' }
    : { holds: false, says: `there is ${columns.map(({ name }) => name).join(', ')}` }
}

/** Every number is sealed, and by a key that is there. */
export async function showSealed(db: Db): Promise<Shown> {
  const { cards, lost, shredded } = await db.one<{ cards: bigint; lost: bigint; shredded: bigint }>(sql`
    select count(*) filter (where shredded_at is null) as cards,
      count(*) filter (where shredded_at is null and not exists (
        select from data_keys where data_key_id = coalesce(cards.data_key_id, 'cards_1') and wrapped is not null)) as lost,
      count(*) filter (where shredded_at is not null and number_ciphertext is not null) as shredded
    from cards`)
  return {
    holds: lost === 0n && shredded === 0n,
    says: `${cards} numbers sealed; ${lost} name a key that is gone, ${shredded} shredded have ciphertext still`,
  }
}

/** Data keys are wrapped, each by a key-encryption key that is in use. */
export async function showWrapped(db: Db): Promise<Shown> {
  const { keys, orphans } = await db.one<{ keys: bigint; orphans: bigint }>(sql`
    select count(*) as keys, count(*) filter (where kek.state is distinct from 'active') as orphans
    from data_keys key join key_encryption_keys kek using (kek_id) where key.wrapped is not null`)
  return {
    holds: keys > 0n && orphans === 0n,
    says: `${keys} data keys wrapped, ${orphans} by a key-encryption key that is not the active one`,
  }
}

/** Rows cannot be changed: triggers are on, and the vault's user lacks the right. */
export async function showAppendOnly(db: Db): Promise<Shown> {
  const { off, may } = await db.one<{ off: bigint; may: bigint }>(sql`
    select count(*) filter (where triggers < 2) as off, count(*) filter (where may_change) as may from (
      select (select count(*) from pg_trigger where tgrelid = part.oid and tgenabled in ('O', 'A') and not tgisinternal
          and tgfoid = 'refuse_audit_change'::regproc) as triggers,
        has_table_privilege(part.oid, 'update, delete, truncate') as may_change
      from pg_class part where part.relname ~ '^audit_rows(_[0-9]{6})?$' and part.relkind in ('r', 'p')) as parts`)
  return {
    holds: off === 0n && may === 0n,
    says: `${off} tables of the log without their triggers, ${may} that its user may change`,
  }
}

/** Numbers leave and come by two people alone: the database holds each transfer to it. */
export async function showTransfers(db: Db): Promise<Shown> {
  const { done, alone, held } = await db.one<{ done: bigint; alone: bigint; held: boolean }>(sql`
    select count(*) filter (where state = 'done') as done,
      count(*) filter (where state in ('approved', 'landing', 'done') and (approved_by is null or approved_by = asked_by)) as alone,
      exists (select from pg_constraint where conname = 'card_transfers_two_people' and convalidated) as held
    from card_transfers`)
  return {
    holds: alone === 0n && held,
    says: `${done} transfers of cards done, ${alone} by one person alone; the database ${held ? 'refuses' : 'does not refuse'} such`,
  }
}

/** Since when there are lines, and whether the last is of today. */
export async function showKept(db: Db): Promise<Shown> {
  const { first, last, fresh } = await db.one<{
    first: string | null
    last: string | null
    fresh: boolean
  }>(sql`
    select to_char(min(at) at time zone 'UTC', 'YYYY-MM-DD') as first, to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last,
      coalesce(max(at) > jetpay_now() - interval '1 day', false) as fresh
    from audit_rows`)
  return { holds: fresh, says: first === null ? 'no line yet' : `lines from ${first} to ${last}` }
}
