/**
 * The releases that an installation may serve at once: its own, and the other one of an upgrade under way.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Database, sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { RELEASE_FILE, type Release, readRelease } from './release.ts'

/** How long processes of the release before may go on after the databases were brought to the next. */
const ROLLED_OUT_WITHIN_DAYS = 7

export type NamedRelease = { version: string; release: Release }

export const ownVersion = (): string =>
  (JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')) as { version: string }).version

export const ownRelease = (): NamedRelease => ({ version: ownVersion(), release: readRelease() })

const ownHash = () => createHash('sha256').update(readFileSync(RELEASE_FILE)).digest()

/** As the databases are brought to this release, before any process of it serves a page. */
export const noteRelease = (db: Database) =>
  db.run(sql`
    insert into page_releases (sha256, version, release)
    values (${ownHash()}, ${ownVersion()}, ${readFileSync(RELEASE_FILE, 'utf8')}::jsonb)
    on conflict (sha256) do update set version = excluded.version, migrated_at = clock_timestamp()`)

/**
 * What else may be served now: the release that the databases were brought to last, where this process is of
 * another; and the one before it, while it is being replaced.
 */
export async function otherReleases(db: Database): Promise<NamedRelease[]> {
  const known = await db.many<NamedRelease & { own: boolean; passing: boolean }>(sql`
    select version, release, sha256 = ${ownHash()} as own,
      max(migrated_at) over () > clock_timestamp() - make_interval(days => ${ROLLED_OUT_WITHIN_DAYS}) as passing
    from page_releases order by migrated_at desc limit 2`)
  return known.filter(({ own, passing }, at) => !own && (at === 0 || passing))
}
