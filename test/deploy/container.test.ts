/**
 * What the image and the compose file promise: read as they are, without a program that builds or runs them.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { projectFolder, readConfig } from '../../src/ground/config.ts'

const read = (path: string) => readFileSync(`${projectFolder}/deploy/${path}`, 'utf8')
const { version, dependencies } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8'))

/** Its instructions in order, lines that go on put together; comments left out. */
const instructions = read('container/Containerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const [word = '', ...rest] = line.trim().split(/\s+/)
    return { word, text: rest.join(' ') }
  })
const all = (word: string) => instructions.filter((one) => one.word === word).map(({ text }) => text)
const lastStage = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'))
const ofLast = (word: string) => lastStage.filter((one) => one.word === word).map(({ text }) => text)

test('the image is built of words that there are, in two stages, from bases that are pinned, with one Node in the end', () => {
  const words = 'FROM WORKDIR COPY RUN ENV USER HEALTHCHECK ENTRYPOINT CMD'.split(' ')
  assert.deepEqual(
    instructions.filter(({ word }) => !words.includes(word)),
    [],
  )
  const major = String(dependencies.node).split('.')[0]
  assert.deepEqual(all('FROM'), [`node:${major}-bookworm-slim AS build`, 'debian:bookworm-slim'])
})

test('it runs without root, by ids that a read-only root needs no file for, and says how it is', () => {
  assert.deepEqual(ofLast('USER'), ['10001:10001'])
  const after = lastStage.slice(lastStage.findIndex(({ word }) => word === 'USER'))
  assert.ok(!after.some(({ word }) => word === 'RUN' || word === 'COPY'), 'nothing is made after it')
  const [check = ''] = ofLast('HEALTHCHECK')
  assert.match(check, /--interval=10s --timeout=3s .*CMD \[.*\/readyz/)
  for (const word of ['ENTRYPOINT', 'CMD']) assert.doesNotThrow(() => JSON.parse(ofLast(word)[0]!), word)
  assert.deepEqual(JSON.parse(ofLast('ENTRYPOINT')[0]!), [
    'node_modules/.bin/node',
    '--disable-sigusr1',
    '--import=./bin/stripped/use.mjs',
    'src/main.ts',
  ])
  const settings = Object.fromEntries(
    ofLast('ENV').flatMap((text) => text.split(' ').map((one) => one.split('='))),
  )
  assert.equal(Number(settings.HEALTH_PORT), readConfig({}).apiMetricsPort)
})

test('it is made of what is locked and needed to run, with no secret, no test and no history', () => {
  const runs = all('RUN').join('\n')
  assert.match(runs, /npm ci --omit=dev/)
  assert.doesNotMatch(runs, /npm (install|i) |curl|wget|apt/)
  assert.doesNotMatch(all('ENV').join(), /TOKEN|SECRET|PASSWORD|_URL|KEY/)
  const taken = read('../.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1))
  for (const path of taken) assert.ok(existsSync(`${projectFolder}/${path}`), path)
  for (const path of ['test', 'bench', '.git', 'var', 'node_modules', 'deploy'])
    assert.ok(!taken.includes(path), path)
  assert.ok(read('../.dockerignore').split('\n').includes('*'), 'all else stays out')
})

type Role = {
  image: string
  user: string
  read_only: boolean
  cap_drop: string[]
  depends_on?: Record<string, { condition: string }>
  profiles?: string[]
  security_opt: string[]
  network_mode: string
  volumes: string[]
  healthcheck?: object
}
const { services } = parse(read('compose/compose.yaml'), { merge: true }) as {
  services: Record<string, Role & { command: string[]; environment: Record<string, string>; ports: string[] }>
}
const { database, ...roles } = services

test('of the compose file each role runs without root and writes to its volumes alone', () => {
  assert.deepEqual(Object.keys(roles), ['init', 'migrate', 'vault', 'api', 'worker'])
  for (const [name, role] of Object.entries(roles)) {
    assert.match(role.user, /^1000[12]:1000[12]$/, name)
    assert.deepEqual(
      [role.read_only, role.cap_drop, role.security_opt],
      [true, ['ALL'], ['no-new-privileges:true']],
      name,
    )
    assert.equal(role.user === '10002:10002', name === 'vault')
    assert.equal(
      JSON.stringify(role.volumes).includes('vault-keys'),
      name === 'vault',
      'keys are the vault’s alone',
    )
    assert.equal(JSON.stringify(role).includes('admin-url'), name === 'init')
  }
})

test('a restart of one takes from no other its network, and none waits for the acquirer to answer', () => {
  for (const [name, { network_mode, depends_on }] of Object.entries(services)) {
    // The network of a container that was restarted is another one: who has joined the old one is alone in
    // it.
    assert.doesNotMatch(network_mode ?? '', /service:|container:/, name)
    assert.equal(
      depends_on?.vault?.condition,
      ['api', 'worker'].includes(name) ? 'service_started' : undefined,
    )
  }
  assert.deepEqual(
    [database!, roles.init!, roles.migrate!].map(({ network_mode }) => network_mode),
    ['none', 'none', 'none'],
  )
})

test('what makes users runs when it is asked for, so the administrator’s address need not stay', () => {
  assert.deepEqual(roles.init!.profiles, ['init'])
  for (const [name, { depends_on = {} }] of Object.entries(services)) assert.ok(!('init' in depends_on), name)
})

test('whose address a request has the proxy says, which the containers see as their network’s gateway', () => {
  const { networks } = parse(read('compose/compose.yaml'), { merge: true })
  const [{ gateway }] = networks.default.ipam.config
  for (const file of ['main', 'vault'])
    assert.match(read(`compose/${file}.env`), new RegExp(`^JETPAY_TRUSTED_PROXIES=${gateway}/32$`, 'm'), file)
})

test('both versions of Compose take it, under one name; its secrets are kept out of git and image', () => {
  assert.ok(!('name' in parse(read('compose/compose.yaml'), { merge: true })))
  assert.match(read('compose/.env'), /^COMPOSE_PROJECT_NAME=jetpay$/m)
  assert.match(read('../.gitignore'), /^deploy\/compose\/secrets\/$/m)
})

test('each secret that a role names is one that the page makes', () => {
  const page = readFileSync(`${projectFolder}/docs/deploy.md`, 'utf8')
  for (const [name, { environment, volumes = [] }] of Object.entries(roles)) {
    const folder = volumes
      .find((one) => one.endsWith(':/run/secrets:ro'))
      ?.split(':')[0]
      ?.slice(2)
    for (const [setting, path] of Object.entries(environment))
      if (setting.endsWith('_FILE'))
        assert.ok(
          page.includes(path.replace('/run/secrets', `${folder}`)) || page.includes(`${folder}/\n`),
          `${name}: ${path}`,
        )
  }
})

test('no image of it moves, and ours is of this version', () => {
  for (const [name, { image }] of Object.entries(roles)) assert.equal(image, `jetpay:${version}`, name)
  assert.match(database!.image, /^postgres:\d+-bookworm$/)
  const built = readFileSync(`${projectFolder}/docs/deploy.md`, 'utf8')
  assert.ok(built.includes(`-t jetpay:${version} .`), 'the page builds what the file runs')
})

test('PostgreSQL is on no network, and lets nobody in without a password', () => {
  assert.ok(database!.command.includes('listen_addresses='))
  assert.match(
    database!.environment.POSTGRES_INITDB_ARGS ?? '',
    /--auth-host=scram-sha-256 --auth-local=scram-sha-256/,
  )
  assert.equal(database!.ports, undefined)
  for (const [name, { ports = [] }] of Object.entries(roles))
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:(\d+):\1$/, name)
})
