import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, beforeEach, test } from 'node:test'
import { type SftpServer, startSftpServer } from '../../test/sftp-server.ts'
import { readConfig } from '../ground/config.ts'
import { openBankSftp } from './bank-sftp.ts'

let server: SftpServer
let remote: string
let local: string
before(async () => {
  remote = mkdtempSync(`${tmpdir()}/jetpay-sftp-remote-`)
  local = mkdtempSync(`${tmpdir()}/jetpay-sftp-local-`)
  server = await startSftpServer(remote, 'jetpay', 'correct horse')
})
after(async () => {
  await server?.close()
  rmSync(remote, { recursive: true, force: true })
  rmSync(local, { recursive: true, force: true })
})
beforeEach(() => {
  rmSync(`${remote}/bank`, { recursive: true, force: true })
  mkdirSync(`${remote}/bank/outgoing`, { recursive: true })
  mkdirSync(`${remote}/bank/incoming`, { recursive: true })
})

const transport = (overrides: Record<string, string | undefined> = {}) =>
  openBankSftp(
    {
      ...readConfig({ JETPAY_DATA: local }).bank,
      sftpUrl: server.url,
      sftpPassword: 'correct horse',
      sftpHostKey: server.hostKey,
      ...overrides,
    },
    'JETPAY_BANK',
    0,
  )

async function* chunks(count = 3) {
  for (let at = 0; at < count; at++) yield Buffer.alloc(50_000, 65 + at)
}
const outgoing = () => readdirSync(`${remote}/bank/outgoing`)

test('a file is staged under a hidden name, then renamed; a copy that is gone has left', async () => {
  const bank = transport()
  await bank.stage('EFT.1.txt', 'a', chunks())
  assert.deepEqual(outgoing(), ['.EFT.1.txt.a.part'])
  assert.equal(await bank.release('EFT.1.txt', 'a'), true)
  assert.deepEqual(outgoing(), ['EFT.1.txt'])
  assert.equal(statSync(`${remote}/bank/outgoing/EFT.1.txt`).size, 150_000)
  assert.equal(statSync(`${remote}/bank/outgoing/EFT.1.txt`).mode & 0o777, 0o600)
  assert.equal(await bank.release('EFT.1.txt', 'a'), false)
  await bank.stage('EFT.1.txt', 'b', chunks())
  await bank.discard('EFT.1.txt')
  assert.deepEqual(outgoing(), ['EFT.1.txt'])
})

test('the bank’s files are fetched whole, once, and taken away from the server', async () => {
  writeFileSync(`${remote}/bank/incoming/RETURNS.0001.txt`, 'x'.repeat(200_000))
  writeFileSync(`${remote}/bank/incoming/.half`, 'y')
  await transport().pull()
  await transport().pull()
  assert.deepEqual(readdirSync(`${local}/bank/incoming`), ['RETURNS.0001.txt'])
  assert.equal(readFileSync(`${local}/bank/incoming/RETURNS.0001.txt`).length, 200_000)
  assert.equal(statSync(`${local}/bank/incoming/RETURNS.0001.txt`).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(`${remote}/bank/incoming`), ['.half'])
})

test('a server with another key is told nothing, not even the password', async () => {
  const before = server.sessions.length
  const hostKey = `SHA256:${'A'.repeat(43)}`
  await assert.rejects(transport({ sftpHostKey: hostKey }).stage('EFT.2.txt', 'a', chunks()))
  assert.equal(server.sessions.length, before)
  assert.deepEqual(outgoing(), [])
})

test('a wrong password and a folder that is not there are errors, and nothing is given to the bank', async () => {
  await assert.rejects(transport({ sftpPassword: 'wrong' }).stage('EFT.3.txt', 'a', chunks()))
  await assert.rejects(transport({ sftpFolders: 'nowhere,incoming' }).stage('EFT.3.txt', 'a', chunks()))
  assert.deepEqual(outgoing(), [])
})

test('settings that are not complete stop the start with one line that names them', () => {
  assert.throws(() => transport({ sftpHostKey: undefined }), /JETPAY_BANK_SFTP_HOST_KEY/)
  assert.throws(
    () => transport({ sftpPassword: undefined }),
    /JETPAY_BANK_SFTP_KEY_FILE or JETPAY_BANK_SFTP_PASSWORD/,
  )
  assert.throws(() => transport({ sftpUrl: 'ftp://user@host/' }), /JETPAY_BANK_SFTP_URL/)
  assert.throws(() => transport({ sftpFolders: 'one' }), /JETPAY_BANK_SFTP_FOLDERS/)
})
