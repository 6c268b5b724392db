/**
 * What a role's process is given of the settings: those that it needs, and its secrets apart from the rest.
 */
import { closeSync, readFileSync } from 'node:fs'

/** Settings that are secret. They go by a descriptor that is read once, never by the environment. */
export const secretSettings = [
  'DATABASE_URL',
  'VAULT_DATABASE_URL',
  'JETPAY_VAULT_PKCS11_PIN',
  'JETPAY_SMTP_URL',
  'JETPAY_BANK_SFTP_PASSWORD',
  'JETPAY_ACH_SFTP_PASSWORD',
] as const
export type Secret = (typeof secretSettings)[number]

export type ServedRole = 'api' | 'worker' | 'vault' | 'simulator' | 'shop' | 'directory'

const listening = [
  'JETPAY_ENVIRONMENT',
  'JETPAY_DATA',
  'JETPAY_HOST',
  'JETPAY_LOG_LEVEL',
  'JETPAY_ACCESS_LOG',
  'JETPAY_DRAIN_MS',
]

/**
 * Settings of the roles that need few, by pattern. The main side's own roles have all but those of others:
 * `neverOf`.
 */
const onlyOf: Partial<Record<ServedRole, RegExp>> = {
  vault: pattern([
    ...listening,
    'VAULT_DATABASE_URL',
    'JETPAY_DATABASE_POOL',
    'JETPAY_VAULT_\\w+',
    'JETPAY_TLS_\\w+',
    'JETPAY_LISTEN_\\w+',
    'JETPAY_METRICS_\\w+',
    'JETPAY_TRACES_\\w+',
    'JETPAY_NETWORK_\\w+',
    'JETPAY_REVERSAL_TIMEOUT_MS',
    'JETPAY_CARD_PAGE_LIFE_MS',
    'JETPAY_CARD_(DECLINES|TRIES)_\\w+',
    'JETPAY_CARD_PROOF_BITS',
    'JETPAY_TRUSTED_PROXIES',
    'JETPAY_ACQUIRER_ID',
    'JETPAY_FURTHER_ACCEPTORS',
    'JETPAY_TERMINAL_ID',
    'JETPAY_MERCHANT_\\w+',
    // Where its problems are explained.
    'JETPAY_PUBLIC_URL',
  ]),
  simulator: pattern([
    ...listening,
    'JETPAY_SIMULATOR_PORT',
    'JETPAY_NETWORK_(PORT|DIALECT|TIMEOUT_MS)',
    'JETPAY_CLEARING_FOLDER',
    'JETPAY_VAULT_UPDATE_FOLDER',
    'JETPAY_ACQUIRER_ID',
    'JETPAY_FURTHER_ACCEPTORS',
    'JETPAY_(BANK|ACH)_(?!SFTP_(PASSWORD|KEY_FILE))\\w+',
  ]),
  directory: pattern([
    ...listening,
    'DIRECTORY_DATABASE_URL',
    'JETPAY_CELL_DATABASES',
    'JETPAY_DIRECTORY_\\w+',
    'JETPAY_DATABASE_POOL',
    'JETPAY_METRICS_\\w+',
    'JETPAY_TRUSTED_PROXIES',
    'JETPAY_PUBLIC_URL',
  ]),
  shop: pattern([...listening, 'JETPAY_SHOP_PORT', 'JETPAY_PUBLIC_URL', 'JETPAY_VAULT_PUBLIC_URL']),
}

/**
 * What is the vault's is none of the main side's business; mail and the bank's servers are the worker's
 * alone.
 */
const vaults =
  'VAULT_DATABASE_URL|JETPAY_VAULT_(KEY_FILE|UPDATE_FOLDER|LISTEN|CALLERS|CALLER_SOCKETS|KEK|PKCS11_\\w+)|JETPAY_NETWORK_(HOST|PORT|DIALECT|ENROLMENT|TLS\\w*)'
/**
 * What commands alone need: the token of an agent (`jetpay mcp`), and who makes databases; and what the
 * directory alone needs.
 */
const commands =
  'JETPAY_TOKEN|(VAULT_)?DATABASE_(ADMIN|DIRECT)_URL|DIRECTORY_DATABASE_URL|JETPAY_CELL_DATABASES|JETPAY_DIRECTORY_\\w+'
const neverOf: Partial<Record<ServedRole, RegExp>> = {
  api: pattern([vaults, commands, 'JETPAY_SMTP_URL', 'JETPAY_(BANK|ACH)_SFTP_\\w+']),
  worker: pattern([vaults, commands]),
}

function pattern(names: string[]): RegExp {
  return new RegExp(`^(${names.join('|')})$`)
}

/** Whether a role needs a setting. */
export const needs = (role: ServedRole, setting: string): boolean =>
  onlyOf[role]?.test(setting) ?? !neverOf[role]?.test(setting)

/**
 * What every process gets of the environment beside settings: what Node and the C library go by. None of it
 * is a secret.
 */
const ambient = [
  'PATH',
  'HOME',
  'TZ',
  'TMPDIR',
  'LANG',
  'LANGUAGE',
  'LC_ALL',
  'LC_CTYPE',
  'LC_TIME',
  'NO_COLOR',
  'NODE_ENV',
  'NODE_EXTRA_CA_CERTS',
  'NODE_NO_WARNINGS',
  // Where SoftHSM finds its tokens; no secret.
  'SOFTHSM2_CONF',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'UV_THREADPOOL_SIZE',
]

/**
 * The environment of a role's process. `given` is the supervisor's own, `settled` what it has found out since
 * (ports, addresses), `settings` the names of all settings. Live, what could put code into the vault stays
 * behind: options of Node, as they may open a debugger, and the folder of what Node has compiled.
 */
export function environmentFor(
  role: ServedRole,
  given: NodeJS.ProcessEnv,
  settled: Record<string, string>,
  settings: readonly string[],
): Record<string, string> {
  const isSecret = (name: string) => (secretSettings as readonly string[]).includes(name)
  const passed = settings.filter((name) => needs(role, name) && !isSecret(name))
  const live = settled.JETPAY_ENVIRONMENT === 'live'
  const from = (env: NodeJS.ProcessEnv, names: readonly string[]) =>
    names.flatMap((name): [string, string][] => (env[name] ? [[name, env[name]]] : []))
  return Object.fromEntries([
    ...from(given, [...ambient, ...(live ? [] : ['NODE_OPTIONS', 'NODE_COMPILE_CACHE'])]),
    ...from(given, passed),
    ...from(settled, passed),
    ['JETPAY_SECRETS_FD', String(SECRETS_FD)],
  ])
}

/**
 * The descriptor that a role finds its secrets on: the first after standard ones and the channel to the
 * supervisor.
 */
export const SECRETS_FD = 4

/** A role's secrets, of all there are, as they go over the descriptor. */
export const secretsFor = (role: ServedRole, all: Partial<Record<Secret, string | undefined>>): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(all).filter(([name, value]) => value && needs(role, name))),
  )

/** Reads the secrets off the descriptor. Nobody can a second time. */
export function takeSecrets(descriptor: number): Record<string, string> {
  const text = readFileSync(descriptor, 'utf8')
  closeSync(descriptor)
  return JSON.parse(text) as Record<string, string>
}
