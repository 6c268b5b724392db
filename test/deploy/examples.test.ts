/** The files of `deploy/` name what there is, and are what the programs that read them take. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder, settingNames } from '../../src/ground/config.ts'
import { createMetrics } from '../../src/ground/metrics.ts'
import { newDataFolder } from '../system.ts'
import { untrustedCertificate } from '../untrusted-certificate.ts'

const folder = `${projectFolder}/deploy`
const read = (path: string) => readFileSync(`${folder}/${path}`, 'utf8')

test('every setting that a file of deploy/ names is one that there is', () => {
  const known = new Set(settingNames().flatMap((name) => [name, `${name}_FILE`]))
  const files = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile())
  const named = files.flatMap(({ parentPath, name }) =>
    [
      ...readFileSync(`${parentPath}/${name}`, 'utf8').matchAll(
        /\b(JETPAY|DATABASE|VAULT_DATABASE)_[A-Z_]+\b/g,
      ),
    ].map(([setting]) => `${name}: ${setting}`),
  )
  assert.ok(named.length > 30)
  assert.deepEqual(
    named.filter((line) => !known.has(line.split(': ')[1]!)),
    [],
  )
})

test('every metric that an alert rule asks for is one that the roles have', () => {
  const { registry } = createMetrics('api')
  const known = new Set(
    registry.getMetricsAsArray().flatMap(({ name }) => [name, `${name}_count`, `${name}_bucket`]),
  )
  const asked = [...read('prometheus/alerts.yaml').matchAll(/\bjetpay_\w+/g)].map(([name]) => name)
  assert.ok(asked.length >= 8)
  assert.deepEqual(
    asked.filter((name) => !known.has(name)),
    [],
  )
})

/** Runs a program over a file, on machines that have it; returns what it complained of. */
function complaints(program: string, words: string[]): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined
  return status === 0 ? '' : `${program} ended with ${status}: ${stdout}${stderr}`
}

/** The paths of a host, as they are on this machine. */
function placed(path: string, into: string): string {
  const text = read(path)
    .replaceAll('/opt/jetpay', projectFolder)
    .replaceAll('/etc/jetpay', into)
    .replaceAll('/var/log/nginx', into)
  const file = `${into}/${path.split('/').at(-1)}`
  writeFileSync(file, text)
  return file
}

for (const [what, program, wordsFor] of [
  ['the alert rules', 'promtool', () => ['check', 'rules', `${folder}/prometheus/alerts.yaml`]],
  [
    'the Caddyfile',
    'caddy',
    () => ['validate', '--adapter', 'caddyfile', '--config', `${folder}/caddy/Caddyfile`],
  ],
  ['the configuration of nginx', 'nginx', nginxWords],
  ['the configuration of haproxy', 'haproxy', haproxyWords],
  [
    'each unit',
    'systemd-analyze',
    (into: string) => ['verify', ...units().map((unit) => placed(`systemd/${unit}`, into))],
  ],
] as const)
  test(`${what}: ${program} takes it, where there is one`, (t) => {
    const into = newDataFolder()
    t.after(() => rmSync(into, { recursive: true }))
    const said = complaints(program, wordsFor(into))
    if (said === undefined) t.skip(`no ${program} on this machine`)
    else assert.equal(said, '')
  })

/** It wants key and certificate in one file. */
function haproxyWords(into: string): string[] {
  mkdirSync(`${into}/tls`)
  for (const name of ['pay.example', 'cards.example'])
    writeFileSync(`${into}/tls/${name}.pem`, `${untrustedCertificate.cert}\n${untrustedCertificate.key}`)
  return ['-c', '-q', '-f', placed('haproxy/jetpay.cfg', into)]
}

const units = () => globSync('*.{service,timer}', { cwd: `${folder}/systemd` })

/** With a certificate for its two names: nginx wants one that is whole, whosever it is. */
function nginxWords(into: string): string[] {
  mkdirSync(`${into}/tls`)
  for (const name of ['pay.example', 'cards.example']) {
    writeFileSync(`${into}/tls/${name}.key`, untrustedCertificate.key)
    writeFileSync(`${into}/tls/${name}.pem`, untrustedCertificate.cert)
  }
  writeFileSync(
    `${into}/nginx.conf`,
    `pid ${into}/nginx.pid;\nevents {}\nhttp { include ${placed('nginx/jetpay.conf', into)}; }\n`,
  )
  return ['-t', '-q', '-c', `${into}/nginx.conf`]
}
