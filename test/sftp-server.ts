/** A real SFTP server over a folder, in the test's own process (ssh2's server side). */
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import ssh2 from 'ssh2'

const { STATUS_CODE, flagsToString } = ssh2.utils.sftp

export type SftpServer = Awaited<ReturnType<typeof startSftpServer>>

/** One in four hundred keys that ssh2 makes it cannot read itself; so many in a row it never made. */
const KEYS_MAX = 10

function makeHostKey(): { key: string; publicKey: Buffer } {
  for (let tries = 1; ; tries++) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519')
    const parsed = ssh2.utils.parseKey(key)
    if (!(parsed instanceof Error))
      return { key, publicKey: (Array.isArray(parsed) ? parsed[0] : parsed).getPublicSSH() }
    if (tries === KEYS_MAX) throw parsed
  }
}

/** Accepts one user with one password, and shows `folder` as its root. */
export async function startSftpServer(folder: string, user: string, password: string) {
  const { key, publicKey } = makeHostKey()
  const sessions: string[] = []
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (auth) => {
      if (auth.method === 'password' && auth.username === user && auth.password === password)
        return auth.accept()
      return auth.reject(['password'])
    })
    client.on('ready', () => {
      sessions.push(user)
      client.on('session', (accept) => accept().on('sftp', (accept) => serve(accept(), folder)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `sftp://${user}@127.0.0.1:${port}/bank`,
    hostKey: `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`,
    /** Who has signed on so far. */
    sessions,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/**
 * Answers each request from the folder's real files; an error of the file system is SFTP's "failure" or "no
 * such file".
 */
function serve(sftp: ssh2.SFTPWrapper, folder: string): void {
  const files = new Map<number, fs.FileHandle>()
  const listings = new Map<number, string[]>()
  let last = 0
  const handle = (number: number) => Buffer.from([number])
  const at = (path: string) => join(folder, path)
  const on = (event: string, answer: (id: number, ...of: any[]) => Promise<unknown>) =>
    sftp.on(
      event as 'OPEN',
      ((id: number, ...of: unknown[]) =>
        answer(id, ...of).catch((error) =>
          sftp.status(id, error.code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE),
        )) as never,
    )
  const done = (id: number) => sftp.status(id, STATUS_CODE.OK)
  const attributes = async (path: string) => {
    const { mode, uid, gid, size, atimeMs, mtimeMs } = await fs.stat(path)
    return { mode, uid, gid, size, atime: atimeMs / 1000, mtime: mtimeMs / 1000 }
  }

  on('OPEN', async (id, path: string, flags: number, attrs: { mode?: number }) => {
    files.set(++last, await fs.open(at(path), flagsToString(flags) ?? 'r', attrs.mode))
    sftp.handle(id, handle(last))
  })
  on('WRITE', async (id, of: Buffer, offset: number, data: Buffer) => {
    await files.get(of[0]!)!.write(data, 0, data.length, offset)
    done(id)
  })
  on('READ', async (id, of: Buffer, offset: number, length: number) => {
    const { bytesRead, buffer } = await files.get(of[0]!)!.read(Buffer.alloc(length), 0, length, offset)
    if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF)
    else sftp.data(id, buffer.subarray(0, bytesRead))
  })
  on('FSTAT', async (id, of: Buffer) => {
    const { mode, uid, gid, size, atimeMs, mtimeMs } = await files.get(of[0]!)!.stat()
    sftp.attrs(id, { mode, uid, gid, size, atime: atimeMs / 1000, mtime: mtimeMs / 1000 })
  })
  on('FSETSTAT', async (id) => done(id))
  on('CLOSE', async (id, of: Buffer) => {
    await files.get(of[0]!)?.close()
    files.delete(of[0]!)
    listings.delete(of[0]!)
    done(id)
  })
  on('OPENDIR', async (id, path: string) => {
    const names = await fs.readdir(at(path))
    listings.set(
      ++last,
      names.map((name) => join(path, name)),
    )
    sftp.handle(id, handle(last))
  })
  on('READDIR', async (id, of: Buffer) => {
    const paths = listings.get(of[0]!)!.splice(0)
    if (paths.length === 0) return sftp.status(id, STATUS_CODE.EOF)
    const names = await Promise.all(
      paths.map(async (path) => ({
        filename: path.split('/').at(-1)!,
        longname: '-rw-------',
        attrs: await attributes(at(path)),
      })),
    )
    sftp.name(id, names)
  })
  on('STAT', async (id, path: string) => sftp.attrs(id, await attributes(at(path))))
  on('LSTAT', async (id, path: string) => sftp.attrs(id, await attributes(at(path))))
  on('REALPATH', async (id, path: string) =>
    sftp.name(id, [{ filename: path, longname: path, attrs: {} as never }]),
  )
  on('RENAME', async (id, from: string, to: string) => {
    await fs.rename(at(from), at(to))
    done(id)
  })
  on('REMOVE', async (id, path: string) => {
    await fs.rm(at(path))
    done(id)
  })
}
