import { type Db, sql } from '../db/sql.ts'

/** What the main database shows today: a sentence, and whether it holds. */
export type Shown = { holds: boolean; says: string }

/** The main user cannot connect to the vault's database on the same server (PCI DSS 7.2.1). */
export async function showApart(db: Db): Promise<Shown> {
  const reachable = await db.many<{ name: string }>(sql`
    select datname as name from pg_database
    where datname <> current_database() and datallowconn and datname like '%vault%'
      and has_database_privilege(datname, 'connect')`)
  const { is_super: isSuper } = await db.one<{ is_super: boolean }>(
    sql`select rolsuper is not false as is_super from pg_roles where rolname = current_user`,
  )
  return {
    holds: reachable.length === 0 && !isSuper,
    says: isSuper
      ? 'the main user is a superuser of its server'
      : `the main user may connect to ${reachable.length} databases of a vault`,
  }
}

/** The audit log and its seals cannot be changed. */
export async function showMainAppendOnly(db: Db): Promise<Shown> {
  const { off, may } = await db.one<{ off: bigint; may: bigint }>(sql`
    select count(*) filter (where triggers < 2) as off, count(*) filter (where may_change) as may from (
      select (select count(*) from pg_trigger where tgrelid = named.name::regclass and tgenabled in ('O', 'A')
          and tgfoid = 'refuse_audit_change'::regproc) as triggers,
        has_table_privilege(named.name, 'update, delete, truncate') as may_change
      from unnest(array['audit_log', 'audit_seals']) as named (name)) as tables`)
  return {
    holds: off === 0n && may === 0n,
    says: `${off} tables of the log without their triggers, ${may} that its user may change`,
  }
}

/** What was done with the log in the last day: lines, and ways in that were refused. */
export async function showLines(db: Db): Promise<Shown> {
  const { lines, refused } = await db.one<{ lines: bigint; refused: bigint }>(sql`
    select count(*) as lines, count(*) filter (where operation like 'sign_in%' and outcome = 'refused') as refused
    from audit_log where created_at > jetpay_now() - interval '1 day'`)
  return { holds: true, says: `${lines} lines in the last day, ${refused} refused sign-ins among them` }
}

/** Whether a person is called for trouble of the logs (10.7), and none waits. */
export async function showLogAlarms(db: Db): Promise<Shown> {
  const { open } = await db.one<{ open: bigint }>(sql`
    select count(*) as open from alarms where kind in ('audit_log_failing', 'audit_log_changed') and closed_at is null`)
  const { seen } = await db.one<{ seen: string | null }>(sql`
    select to_char(max(seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as seen from vault_audit_anchors
    where seen_at > jetpay_now() - interval '10 minutes'`)
  return {
    holds: open === 0n && seen !== null,
    says: seen
      ? `the vault wrote its log at ${seen}; ${open} alarms open`
      : 'the vault has not told of its log for ten minutes',
  }
}

/** Passwords are hashes of the right kind (8.3.2). */
export async function showPasswords(db: Db): Promise<Shown> {
  const { people, weak } = await db.one<{ people: bigint; weak: bigint }>(sql`
    select count(*) as people, count(*) filter (where password_hash is not null
        and coalesce(substring(password_hash from '^\\$argon2id\\$v=19\\$m=(\\d{5,7}),t=[2-9],p=')::integer, 0) < 19456) as weak
    from users`)
  return { holds: weak === 0n, says: `${people} people; ${weak} passwords not under argon2id of 19 MiB` }
}

/** Operators have a second factor (8.4.2). */
export async function showOperators(db: Db): Promise<Shown> {
  const { bare, operators } = await db.one<{ bare: bigint; operators: bigint }>(sql`
    select count(*) filter (where operator.user_id is not null) as operators,
      count(*) filter (where operator.user_id is not null and totp_sealed is null
        and not exists (select from passkeys where passkeys.user_id = users.user_id)) as bare
    from users left join operators operator using (user_id)`)
  return {
    holds: bare === 0n,
    says: `${operators} operators, ${bare} without a second factor`,
  }
}

/** Secrets of tokens are hashes (8.3.2, 8.6.2). */
export async function showTokens(db: Db): Promise<Shown> {
  const { live, unused, plain } = await db.one<{ live: bigint; unused: bigint; plain: bigint }>(sql`
    select count(*) as live, count(*) filter (where length(token_hash) <> 32) as plain, count(*) filter (where coalesce(last_used_at, created_at) < jetpay_now() - interval '90 days') as unused
    from api_tokens where revoked_at is null and (expires_at is null or expires_at > jetpay_now())`)
  return {
    holds: plain === 0n,
    says: `${live} live API tokens, ${plain} of them not kept as a hash; ${unused} not used for 90 days`,
  }
}

/** An erasure takes seconds; one that takes a day waits for something that a person must see to. */
export async function showErasures(db: Db): Promise<Shown> {
  const { erased, waiting } = await db.one<{ erased: bigint; waiting: bigint }>(sql`
    select count(*) filter (where state = 'erased') as erased,
      count(*) filter (where state = 'asked' and asked_at < jetpay_now() - interval '1 day') as waiting
    from contact_erasures`)
  return {
    holds: waiting === 0n,
    says: `${erased} contacts erased, ${waiting} asked for more than a day ago and not erased`,
  }
}
