import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type SftpClient from 'ssh2-sftp-client'
import { OperatorError } from '../ground/errors.ts'
import { namesOfStaged, syncFolder, writeDurably } from './bank-folder.ts'
import { type BankTransport, type ExchangeSettings, isStagedCopy, stagedName } from './bank-transport.ts'

/** A bank that does not answer must not hold the job up for long; it is tried again. */
const CONNECT_TIMEOUT_MS = 20_000
/** A bank's files come a few times a day, and its server is not ours to keep busy. */
const PULL_EVERY_MS = 60_000
/** Files that are fetched at a time, so that one run is bounded; the next follows. */
const FETCH_MAX = 20
/** A day of returns has thousands of items of 240 bytes; more than this is no file for us. */
export const ANSWER_BYTES_MAX = 100 << 20

/**
 * A server of the bank's (or ours that it fetches from), by SFTP. Each call is a connection of its own: files
 * are few. `prefix` is what the names of its settings begin with. Throws an OperatorError where they are not
 * complete.
 */
export function openBankSftp(
  bank: ExchangeSettings,
  prefix: 'JETPAY_BANK' | 'JETPAY_ACH',
  pullEveryMs = PULL_EVERY_MS,
): BankTransport {
  let pulledAt = Number.NEGATIVE_INFINITY
  const connection = connectionOf(bank, prefix)
  const [outgoing, incoming] = foldersOf(bank, prefix)
  const local = join(bank.folder, 'incoming')

  async function connected<T>(work: (client: SftpClient) => Promise<T>): Promise<T> {
    // Loaded where a bank has such a server: most processes ask none.
    const { default: Client } = await import('ssh2-sftp-client')
    // What goes wrong rejects the call that it befalls; the library's own listeners would print it as well.
    const client = new Client('bank', {
      error: () => undefined,
      end: () => undefined,
      close: () => undefined,
    })
    await client.connect(connection)
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  return {
    stage: (name, claim, chunks) =>
      connected(async (client) => {
        const path = `${outgoing}/${stagedName(name, claim)}`
        let bytes = 0
        async function* counted() {
          for await (const chunk of chunks) {
            bytes += chunk.length
            yield chunk
          }
        }
        await client.put(Readable.from(counted()), path, { writeStreamOptions: { mode: 0o600 } })
        const { size } = await client.stat(path)
        if (size !== bytes) throw new Error(`the bank's server has ${size} of ${bytes} bytes of ${name}`)
      }),
    release: (name, claim) =>
      connected(async (client) => {
        const staged = `${outgoing}/${stagedName(name, claim)}`
        if (!(await client.exists(staged))) return false
        await client.rename(staged, `${outgoing}/${name}`)
        return true
      }),
    discard: (name) =>
      connected(async (client) => {
        for (const file of await client.list(outgoing, ({ name: file }) => isStagedCopy(file, name)))
          await client.delete(`${outgoing}/${file.name}`, true)
      }),
    staged: () =>
      connected(async (client) => namesOfStaged((await client.list(outgoing)).map(({ name }) => name))),
    async pull() {
      if (performance.now() - pulledAt < pullEveryMs) return
      pulledAt = performance.now()
      await connected(async (client) => {
        const files = await client.list(incoming, ({ name, type, size }) => {
          return type === '-' && /^[\w][\w.-]*$/.test(name) && size <= ANSWER_BYTES_MAX
        })
        if (files.length === 0) return
        await mkdir(local, { recursive: true, mode: 0o700 })
        for (const { name } of files.slice(0, FETCH_MAX)) {
          const draft = join(local, `.${name}.part`)
          await writeDurably(draft, client.createReadStream(`${incoming}/${name}`))
          await rename(draft, join(local, name))
          await syncFolder(local)
          // A crash before this fetches the file again; what it says is applied once all the same.
          await client.delete(`${incoming}/${name}`, true)
        }
      })
    },
  }
}

function foldersOf({ sftpUrl, sftpFolders }: ExchangeSettings, prefix: string): [string, string] {
  const base = decodeURIComponent(new URL(sftpUrl!).pathname).replace(/\/+$/, '')
  const [outgoing, incoming] = sftpFolders.split(',').map((folder) => `${base}/${folder.trim()}`)
  if (!outgoing || !incoming)
    throw new OperatorError(`${prefix}_SFTP_FOLDERS must name two folders: to the bank, from the bank.`)
  return [outgoing, incoming]
}

function connectionOf(bank: ExchangeSettings, prefix: string): SftpClient.ConnectOptions {
  const url = URL.parse(bank.sftpUrl!)
  if (url?.protocol !== 'sftp:' || url.username === '' || url.password !== '')
    throw new OperatorError(
      `${prefix}_SFTP_URL must be sftp://user@host:port/path, its password in ${prefix}_SFTP_PASSWORD.`,
    )
  const pinned = Buffer.from(/^SHA256:([\w+/]{43})=?$/.exec(bank.sftpHostKey ?? '')?.[1] ?? '', 'base64')
  if (pinned.length !== 32)
    throw new OperatorError(
      `${prefix}_SFTP_HOST_KEY must be the server's key as \`ssh-keygen -l\` prints it: SHA256:….`,
    )
  if (bank.sftpKeyFile === undefined && bank.sftpPassword === undefined)
    throw new OperatorError(`Set ${prefix}_SFTP_KEY_FILE or ${prefix}_SFTP_PASSWORD.`)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 22),
    username: decodeURIComponent(url.username),
    ...(bank.sftpPassword === undefined ? {} : { password: bank.sftpPassword }),
    ...(bank.sftpKeyFile === undefined ? {} : { privateKey: readFileSync(bank.sftpKeyFile) }),
    readyTimeout: CONNECT_TIMEOUT_MS,
    // The key itself, not its name: whoever has another is not our bank.
    hostVerifier: (key: Buffer) => timingSafeEqual(createHash('sha256').update(key).digest(), pinned),
  }
}
