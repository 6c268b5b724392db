import { readFileSync, statSync } from 'node:fs'
import { type Db, sql } from '../../db/sql.ts'
import { type Config, projectFolder, readConfig } from '../../ground/config.ts'
import { coreDumpRisk } from '../../ground/core-dumps.ts'
import { counted } from '../../ground/counted.ts'
import { othersCanRead } from '../../ground/private-file.ts'
import { refusePlain } from '../../ground/settings/live.ts'
import * as ach from '../../operator/ach-evidence.ts'
import * as card from '../../operator/card-evidence.ts'
import * as main from '../../operator/main-evidence.ts'
import { listVaultKeys } from '../../vault/key-inventory.ts'
import * as vault from '../../vault/vault-evidence.ts'
import type { Given } from '../command.ts'
import { onVaultDatabase, vaultDatabaseUrl } from '../keys/vault-database.ts'
import { onDatabase } from '../on-database.ts'
import { auditReport } from './audit-log.ts'
import { type EvidenceName, type Requirement, requirements } from './requirements.ts'

/** `holds` is null where it could not be looked at. */
type Shown = { holds: boolean | null; says: string }

const DAY_MS = 86_400_000
const unseen = (why: string): Shown => ({ holds: null, says: why })

const ofMain = (show: (db: Db) => Promise<Shown>) => (): Promise<Shown> =>
  onDatabase(show).catch(({ message }: Error) =>
    unseen(`the main database cannot be asked here (DATABASE_URL): ${message}`),
  )
const ofVault = (show: (db: Db) => Promise<Shown>) => async () =>
  (await vaultDatabaseUrl())
    ? onVaultDatabase(show).catch(({ message }: Error) =>
        unseen(`the vault’s database cannot be asked: ${message}`),
      )
    : unseen('the vault’s database cannot be asked here (VAULT_DATABASE_URL)')

/** Of both sides: what speaks against it counts, and what could not be seen is said. */
function both(...shown: Shown[]): Shown {
  const says = shown.map((one) => one.says).join('; ')
  if (shown.some(({ holds }) => holds === false)) return { holds: false, says }
  return { holds: shown.some(({ holds }) => holds) ? true : null, says }
}

const evidence: Record<EvidenceName, (config: Config) => Promise<Shown>> = {
  columns: ofVault(vault.showColumns),
  sealed: ofVault(vault.showSealed),
  wrapped: ofVault(vault.showWrapped),
  logKept: ofVault(vault.showKept),
  transfers: ofVault(vault.showTransfers),
  apart: ofMain(main.showApart),
  lines: ofMain(main.showLines),
  passwords: ofMain(main.showPasswords),
  // The demo's user signs in by a link, without one.
  operators: async ({ environment }) =>
    environment === 'demo' ? unseen('the demo') : ofMain(main.showOperators)(),
  tokens: ofMain(main.showTokens),
  logAlarms: ofMain(main.showLogAlarms),
  appendOnly: async () =>
    both(await ofVault(vault.showAppendOnly)(), await ofMain(main.showMainAppendOnly)()),
  keys: async (config) =>
    both(
      await ofVault(async (db) => keysDue(active(await listVaultKeys(db)), config))(),
      await ofMain(async (db) => keysDue(await card.mainKeys(db), config))(),
    ),
  algorithms: ofVault(async (db) => strong(await listVaultKeys(db))),
  custodians: ofVault(async (db) => fromParts(await listVaultKeys(db))),
  pages: ofMain(card.showPages),
  mainColumns: ofMain(card.showMainColumns),
  mainSealed: ofMain(card.showMainSealed),
  erasures: ofMain(main.showErasures),
  returnRates: ofMain(ach.showReturnRates),
  webAccounts: ofMain(ach.showWebAccounts),
  replay: ofMain(card.showReplay),
  apartFromDemo: async ({ environment }) =>
    environment === 'demo' ? unseen('the demo') : ofMain(card.showClockUnmoved)(),
  abuse: async ({ cardTesting }) => limits(cardTesting),
  clocks: async () => both(await ofMain(clockOf('main'))(), await ofVault(clockOf('vault'))()),
  keyFiles: async ({ vaultKeyFile, mainKeyFile }) => both(modeOf(vaultKeyFile), modeOf(mainKeyFile)),
  inTheClear: async (config) => clear(config),
  dumps: async () => dumped(),
  retention: async ({ agreementRetentionMonths: months }) => ({
    holds: months >= 12,
    says: `agreements are kept ${months} months, 24 of accounts in the United States`,
  }),
  pinned: async () => lockFile(),
  async logWhole() {
    const { whole, vault: of, main: other } = await auditReport(false)
    if (!of && !other) return unseen('no audit log can be asked here')
    const first = [...(of?.broken ?? []), ...(other?.broken ?? [])][0]
    return {
      holds: whole,
      says:
        first ??
        `${counted(of?.lines ?? 0, 'line')} of the vault, ${counted(other?.lines ?? 0, 'line')} of the main side`,
    }
  },
}

type VaultKeys = Awaited<ReturnType<typeof listVaultKeys>>
const active = (keys: VaultKeys) => keys.filter(({ state }) => state === 'active')

function keysDue(used: { name: string; made_at: Date }[], { keyLifeDays }: Config): Shown {
  const due = used.filter(({ made_at }) => made_at.getTime() + keyLifeDays * DAY_MS < Date.now())
  const named = due.map(({ name }) => name).join(', ')
  return { holds: due.length === 0, says: `${used.length} keys in use; due: ${named || 'none'}` }
}

/**
 * What keys are for, with what PCI DSS calls strong cryptography: NIST SP 800-57, 128 bits of strength or
 * more.
 */
function strong(keys: VaultKeys): Shown {
  const weak = keys.filter(
    ({ algorithm, bits }) => bits < 256 || !/^(AES-256-GCM|CKM_AES_GCM|HMAC-SHA-256)/.test(algorithm),
  )
  return {
    holds: weak.length === 0,
    says: `${keys.length} keys inventoried; weak: ${weak.map(({ name }) => name).join(', ') || 'none'}`,
  }
}

/** A key of no parts is allowed where nobody handles it in the clear (3.7.6): it is for a person to say. */
function fromParts(keys: VaultKeys): Shown {
  const kek = active(keys).find(({ use }) => use === 'key_encryption')
  if (kek?.from_parts) return { holds: true, says: `${kek.name} was made of two custodians’ parts` }
  return unseen(`${kek?.name ?? 'the key-encryption key'} was made by its provider, of no parts`)
}

function limits({ declines }: Config['cardTesting']): Shown {
  const none = Object.entries(declines).flatMap(([scope, limit]) => (limit === 0 ? [scope] : []))
  return {
    holds: none.length === 0,
    says: `limits of cards that are tried out; without one: ${none.join(', ') || 'none'}`,
  }
}

const CLOCKS_APART_MS = 5_000
const clockOf = (side: string) => async (db: Db) => {
  const from = Date.now()
  const { at } = await db.one<{ at: Date }>(sql`select clock_timestamp() as at`)
  const apartMs = Math.max(0, from - at.getTime(), at.getTime() - Date.now())
  return { holds: apartMs < CLOCKS_APART_MS, says: `the ${side} server is ${apartMs} ms from this host` }
}

function modeOf(file: string): Shown {
  try {
    const stats = statSync(file)
    return { holds: !othersCanRead(stats), says: `${file} is of mode ${(stats.mode & 0o777).toString(8)}` }
  } catch {
    return unseen(`${file} is not on this host`)
  }
}

/** As the live installation would be held to it; the demo may talk in the clear on this machine. */
function clear(config: Config): Shown {
  try {
    refusePlain({ ...config, environment: 'live' })
    return { holds: true, says: 'no setting would have it talk in the clear' }
  } catch (error) {
    const says = (error as Error).message
    return config.environment === 'live' ? { holds: false, says } : unseen(`the demo: ${says}`)
  }
}

function dumped(): Shown {
  const risk = coreDumpRisk({ limited: true })
  return { holds: risk === null, says: risk ?? 'the kernel hands core dumps to nobody' }
}

function lockFile(): Shown {
  type Lock = { packages: Record<string, { version?: string; integrity?: string; link?: boolean }> }
  try {
    const { packages } = JSON.parse(readFileSync(`${projectFolder}/package-lock.json`, 'utf8')) as Lock
    const named = Object.entries(packages).filter(([name, { link }]) => name !== '' && !link)
    const loose = named.filter(([, { version, integrity }]) => !version || !integrity)
    return { holds: loose.length === 0, says: `${named.length} packages, ${loose.length} without a hash` }
  } catch {
    return unseen('package-lock.json is not here')
  }
}

type ShownRequirement = Requirement & { holds: boolean | null; today: string }

/** Each kind of evidence is looked for once. */
async function compliance(config: Config): Promise<ShownRequirement[]> {
  const found = new Map<EvidenceName, Shown>()
  for (const { evidence: name } of requirements)
    if (name && !found.has(name)) found.set(name, await evidence[name](config))
  return requirements.map((requirement) => {
    const shown = requirement.evidence ? found.get(requirement.evidence) : undefined
    return { ...requirement, holds: shown?.holds ?? null, today: shown?.says ?? 'shown by its tests alone' }
  })
}

/** Returns the exit code. */
export async function showCompliance(given: Given): Promise<number> {
  const shown = await compliance(readConfig())
  const against = shown.filter(({ holds }) => holds === false)
  if (given.json) console.log(JSON.stringify({ data: shown, next_cursor: null }, null, 2))
  else for (const one of shown) console.log(paragraph(one))
  if (!given.json)
    console.log(
      against.length === 0
        ? 'No evidence speaks against a requirement.'
        : `Evidence speaks against ${against.map(({ id }) => id).join(', ')}.`,
    )
  return against.length === 0 ? 0 : 1
}

const MARK = { true: 'holds', false: 'DOES NOT HOLD', null: 'not looked at' }

const paragraph = ({ id, asks, met, tests, holds, today }: ShownRequirement): string =>
  [
    `${id}  ${asks}`,
    `  How: ${met}`,
    `  Tests: ${tests.join(', ')}`,
    `  Today: ${MARK[`${holds}`]}: ${today}`,
    '',
  ].join('\n')
