/** The files of `deploy/` name what there is, and are what the programs that read them take. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import { projectFolder, settingNames } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { queueNames } from '../../src/worker/queues.ts'
import { everySeries, pageWithMetrics } from '../every-metric.ts'
import { missingPackages } from '../ha/programs.ts'
import { newDataFolder } from '../system.ts'
import { untrustedCertificate } from '../untrusted-certificate.ts'
import { readLines } from './units.ts'

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

for (const [what, file, least] of [
  ['an alert rule', 'prometheus/alerts.yaml', 20],
  ['a test of the alert rules', 'prometheus/alerts.test.yaml', 10],
  ['the dashboard', 'grafana/jetpay-operators.json', 25],
] as const)
  test(`every metric that ${what} asks for is one that the roles have`, () => {
    const asked = [...read(file).matchAll(/\bjetpay_\w+/g)].map(([name]) => name)
    assert.ok(asked.length >= least, String(asked.length))
    assert.deepEqual(
      asked.filter((name) => !everySeries.has(name)),
      [],
    )
  })

test('every queue, job and outcome that a rule or panel names by a label is one that there is', () => {
  const named = ['prometheus/alerts.yaml', 'grafana/jetpay-operators.json'].flatMap((file) =>
    [...read(file).matchAll(/\{queue=\\?"(\w+)\\?"/g)].map(([, queue]) => queue!),
  )
  assert.ok(named.length >= 8)
  assert.deepEqual(
    named.filter((queue) => !(queueNames as readonly string[]).includes(queue)),
    [],
  )
})

test('the page of metrics is that of the program, and explains every queue', () => {
  const page = readFileSync(`${projectFolder}/docs/observability.md`, 'utf8')
  assert.equal(page, pageWithMetrics(page), 'run: npm run docs')
  assert.deepEqual(
    queueNames.filter((queue) => !page.includes(`\`${queue}\``)),
    [],
  )
})

test('each panel of the dashboard asks, has a place of its own and an id of its own', () => {
  const { panels } = JSON.parse(read('grafana/jetpay-operators.json')) as { panels: Panel[] }
  const asking = panels.filter(({ type }) => type !== 'row')
  assert.ok(asking.length >= 20)
  for (const { title, targets } of asking)
    assert.ok(
      targets!.every(({ expr }) => expr.length > 0),
      title,
    )
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
  assert.equal(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size, panels.length)
})

type Panel = {
  id: number
  type: string
  title: string
  gridPos: { x: number; y: number }
  targets?: { expr: string }[]
}

/** Runs a program over a file, on machines that have it; returns what it complained of. */
function complaints(program: string, words: string[], env = {}): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
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
    'the tests of the alert rules',
    'promtool',
    () => ['test', 'rules', `${folder}/prometheus/alerts.test.yaml`],
  ],
  [
    'the Caddyfile',
    'caddy',
    () => ['validate', '--adapter', 'caddyfile', '--config', `${folder}/caddy/Caddyfile`],
  ],
  ['the configuration of nginx', 'nginx', nginxWords],
  ['the configuration of haproxy', 'haproxy', haproxyWords],
  [
    'the configuration of haproxy before databases',
    'haproxy',
    () => ['-c', '-q', '-f', `${folder}/haproxy/jetpay-database.cfg`],
  ],
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

test('the configuration of Patroni, with a member’s settings: Patroni takes it, where it and PostgreSQL 15 are', async (t) => {
  if (missingPackages().length > 0) return t.skip(`missing here: ${missingPackages().join(', ')}`)
  const into = newDataFolder()
  t.after(() => rmSync(into, { recursive: true }))
  // It looks whether etcd listens, and whether the ports are free.
  const etcd = createServer().listen(await freePort('127.0.0.1'), '127.0.0.1')
  t.after(() => etcd.close())
  await once(etcd, 'listening')
  const { port } = etcd.address() as AddressInfo
  const [own, rest] = [await freePort('127.0.1.1'), await freePort('127.0.1.1')]
  const settings = readLines('../patroni/member.env').map(([name, value]) => [
    name,
    name === 'PATRONI_ETCD_HOSTS'
      ? `'127.0.0.1:${port}'`
      : value.replace('10.0.0.11:5432', `127.0.1.1:${own}`).replace('10.0.0.11:8008', `127.0.1.1:${rest}`),
  ])
  const env = { ...Object.fromEntries(settings), PATRONI_POSTGRESQL_DATA_DIR: `${into}/data` }
  assert.equal(complaints('patroni', ['--validate-config', `${folder}/patroni/patroni.yml`], env), '')
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
