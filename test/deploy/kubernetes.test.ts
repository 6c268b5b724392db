/** What `deploy/kubernetes` guarantees of an installation in a cluster. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder, readConfig, settingNames } from '../../src/ground/config.ts'
import { refusePlain } from '../../src/ground/settings/live.ts'
import { heapFlags } from '../../src/supervisor/memory.ts'
import {
  kubernetesFolder,
  kustomizations,
  type PodSpec,
  podsOf,
  type Resource,
  readEnv,
  readYaml,
  resourcesOf,
  settingsOf,
} from './kubernetes.ts'

const all = kustomizations.map((name) => [name, resourcesOf(name)] as const)
const resources = all.flatMap(([, some]) => some)
const pods = all.flatMap(([name, some]) =>
  [...podsOf(some)].map(([role, pod]) => ({ name, role, pod, container: pod.containers[0] })),
)
const podOf = (role: string) => pods.find((one) => one.role === role)!
const only = (kind: string, name: string): Resource =>
  resources.find((one) => one.kind === kind && one.metadata.name === name)!
const roles = ['api', 'worker', 'vault', 'directory'] as const

/**
 * The same, which notes under its path what nobody has read of it. The schemas let a field of any name pass
 * and read those that they know, so what is never read is one that the cluster knows nothing of.
 */
function watched<T>(value: T, path: string, unread: Set<string>): T {
  if (typeof value !== 'object' || value === null) return value
  const at = (key: string | symbol) => `${path}.${String(key)}`
  for (const key of Object.keys(value)) unread.add(at(key))
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, of]) => [key, watched(of, at(key), unread)]),
  )
  return new Proxy(value, {
    get(target, key, receiver) {
      unread.delete(at(key))
      return typeof key === 'string' && key in inner ? inner[key] : Reflect.get(target, key, receiver)
    },
    // Of a map every name is as good as another.
    ownKeys(target) {
      for (const key of Object.keys(target)) unread.delete(at(key))
      return Reflect.ownKeys(target)
    },
  })
}

test('each object is what the cluster’s schema of its kind wants, with no field that it does not know', async () => {
  assert.ok(resources.length > 25)
  for (const resource of resources) {
    const { apiVersion, kind, metadata } = resource
    const [, group = 'core', version = ''] = /^(?:(\w+)[\w.]*\/)?(v\d)$/.exec(apiVersion) ?? []
    const name = `IoK8sApi${upper(group)}${upper(version)}${kind}`
    const { validate }: { validate: Validate } = await import(`kubernetes-models/_schemas/${name}`)
    const unread = new Set<string>()
    const told = `${kind} ${metadata.name}`
    assert.ok(validate(watched(resource, '', unread)), `${told}: ${JSON.stringify(validate.errors)}`)
    assert.deepEqual([...unread], [], told)
  }
})
type Validate = ((resource: object) => boolean) & { errors: unknown }
const upper = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`

test('each role, the migration and verify are pods of their own', () => {
  assert.deepEqual(pods.map(({ role }) => role).sort(), [...roles, 'migrate', 'verify'].sort())
  for (const { role, pod } of pods) assert.equal(pod.containers.length, 1, role)
})

test('no container is root, writes its own files, gains a privilege or speaks to the cluster', () => {
  for (const { role, pod, container } of pods) {
    const { runAsNonRoot, runAsUser, runAsGroup, fsGroup, seccompProfile } = pod.securityContext
    assert.equal(runAsNonRoot, true, role)
    assert.deepEqual(seccompProfile, { type: 'RuntimeDefault' }, role)
    const user = role === 'vault' ? 10_002 : 10_001
    assert.deepEqual([runAsUser, runAsGroup, fsGroup], [user, user, user], role)
    assert.equal(pod.automountServiceAccountToken, false, role)
    assert.deepEqual(
      container.securityContext,
      {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      role,
    )
    assert.equal(pod.initContainers, undefined, role)
  }
  for (const { metadata } of resources.filter(({ kind }) => kind === 'Namespace'))
    assert.equal(metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted')
})

test('the cluster sets no setting of ours after the names of its services', () => {
  for (const { role, pod } of pods) assert.equal(pod.enableServiceLinks, false, role)
})

test('each role has an account of its own, which has no token', () => {
  const accounts = resources.filter(({ kind }) => kind === 'ServiceAccount')
  for (const account of accounts)
    assert.equal((account as unknown as PodSpec).automountServiceAccountToken, false, account.metadata.name)
  for (const role of roles) assert.equal(podOf(role).pod.serviceAccountName, `jetpay-${role}`)
  const known = accounts.map(({ metadata }) => metadata.name)
  for (const { role, pod } of pods) assert.ok(known.includes(pod.serviceAccountName), role)
})

test('no image is one that moves, and all are of this version', () => {
  const { version } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8'))
  for (const { role, container } of pods) assert.equal(container.image, 'jetpay', role)
  for (const name of kustomizations) {
    const [{ images }] = readYaml(`${name}/kustomization.yaml`) as unknown as [{ images: object[] }]
    assert.deepEqual(images, [{ name: 'jetpay', newName: 'registry.example/jetpay', newTag: version }], name)
  }
})

test('each container says what it needs, and has a bound of memory that its heap fits in', () => {
  const megabytes = (text: string) =>
    Number(/^(\d+)Mi$/.exec(text)?.[1] ?? Number(text.replace('Gi', '')) * 1_024)
  for (const { role, container } of pods) {
    const { requests, limits } = container.resources
    assert.match(requests.cpu ?? '', /^\d+m$/, role)
    assert.ok(megabytes(requests.memory) <= megabytes(limits.memory), role)
    const heap = (container.command ?? []).filter((word) =>
      /^--(max-(old|semi)-space-size|heap-growing-percent)=/.test(word),
    )
    assert.deepEqual(heap, heapFlags(role), role)
  }
})

test('every setting that is named is one that there is, live, and none is in the clear', () => {
  const known = new Set(settingNames().flatMap((name) => [name, `${name}_FILE`]))
  for (const { name, role, pod } of pods) {
    const settings = settingsOf(pod, name)
    const unknown = Object.keys(settings).filter((setting) => !known.has(setting))
    assert.deepEqual(unknown, role === 'migrate' || role === 'verify' ? [] : ['MALLOC_ARENA_MAX'], role)
    assert.equal(settings.JETPAY_ENVIRONMENT, 'live', role)
    // Without what is in files, which are not there.
    const here = Object.entries(settings).filter(([setting]) => !/(URL|DATABASES)_FILE$/.test(setting))
    const served = roles.find((one) => one === role)
    if (served) refusePlain(readConfig(Object.fromEntries(here)), served)
  }
  for (const file of ['main.env', 'vault.env', 'directory/directory.env'])
    for (const [setting, value] of readEnv(file)) assert.doesNotMatch(value, /["']/, setting)
})

test('each port is the one that the role listens on by its settings, and probes ask the operators’ one', () => {
  for (const role of roles) {
    const { name, pod, container } = podOf(role)
    const settings = settingsOf(pod, name)
    const here = Object.entries(settings).filter(([setting]) => !/(URL|DATABASES)_FILE$/.test(setting))
    const config = readConfig(Object.fromEntries(here))
    const expected = {
      api: { https: config.apiPort, metrics: config.apiMetricsPort },
      worker: { metrics: config.workerMetricsPort },
      vault: { https: config.vaultPort, door: config.vaultListen?.port, metrics: config.vaultMetricsPort },
      directory: { http: config.directoryPort, metrics: config.directoryMetricsPort },
    }[role]
    const ports = container.ports!.map(({ name: port, containerPort }) => [port, containerPort])
    assert.deepEqual(Object.fromEntries(ports), expected, role)
    assert.notEqual(config.metricsHost, '127.0.0.1', 'a probe comes from outside')
    assert.notEqual(config.host, '127.0.0.1')
    const asks = (probe?: { httpGet: object }) => probe!.httpGet
    assert.deepEqual(asks(container.readinessProbe), { path: '/readyz', port: 'metrics' }, role)
    assert.deepEqual(asks(container.livenessProbe), { path: '/healthz', port: 'metrics' }, role)
    assert.deepEqual(asks(container.startupProbe), { path: '/healthz', port: 'metrics' }, role)
    assert.ok(config.drainMs + 10_000 < pod.terminationGracePeriodSeconds! * 1_000, role)
  }
})

test('the vaults that api and worker ask are the pods that there are, by name', () => {
  const { replicas, serviceName } = only('StatefulSet', 'jetpay-vault').spec
  const service = only('Service', serviceName).spec
  assert.deepEqual([service.clusterIP, service.publishNotReadyAddresses], ['None', true])
  const config = readConfig({ ...settingsOf(podOf('api').pod), DATABASE_URL_FILE: '' })
  const names = Array.from({ length: replicas }, (_, at) => `jetpay-vault-${at}.${serviceName}`)
  assert.deepEqual(
    config.vaults,
    names.map((host) => ({ host, port: 8409 })),
  )
  assert.equal(config.workerProcesses, only('Deployment', 'jetpay-worker').spec.replicas)
})

test('of each role one is left when a node is emptied, and pods are those that it selects', () => {
  for (const role of roles) {
    const budget = only('PodDisruptionBudget', `jetpay-${role}`).spec
    const workload = only(role === 'vault' ? 'StatefulSet' : 'Deployment', `jetpay-${role}`).spec
    assert.ok(budget.minAvailable >= 1 && budget.minAvailable < workload.replicas, role)
    assert.deepEqual(budget.selector, workload.selector, role)
    assert.deepEqual(workload.template.metadata.labels, workload.selector.matchLabels, role)
  }
})

const policies = resources.filter(({ kind }) => kind === 'NetworkPolicy')
/** Who may speak to pods of a role, and whom they may speak to, by port. */
const rulesOf = (role: string) => {
  const [{ spec }] = policies.filter(
    ({ spec: { podSelector } }) => podSelector.matchLabels?.['app.kubernetes.io/component'] === role,
  ) as [Resource]
  const who = (peer: any) =>
    peer.ipBlock?.cidr ??
    peer.podSelector?.matchLabels?.['app.kubernetes.io/component'] ??
    peer.namespaceSelector.matchLabels['kubernetes.io/metadata.name']
  const told = (rules: any[] = [], side: string) =>
    rules
      .filter((rule) => rule.ports[0].port !== 53)
      .map((rule) => [rule.ports.map(({ port }: any) => port).join(), ...rule[side].map(who)].join(' '))
  assert.deepEqual(spec.policyTypes, ['Ingress', 'Egress'], role)
  return { in: told(spec.ingress, 'from'), out: told(spec.egress, 'to') }
}

test('where no rule is, nobody speaks', () => {
  const [nobody] = policies.filter(({ metadata }) => metadata.name === 'nobody')
  assert.deepEqual(nobody!.spec, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
})

test('the vault is reached by api and worker at its door and by the ingress at card pages, and reaches its database and the network', () => {
  assert.deepEqual(rulesOf('vault'), {
    in: ['door api worker', 'https ingress', 'metrics monitoring'],
    out: ['5432 10.0.31.0/24', '8583 203.0.113.10/32'],
  })
})

test('only the vault and the migration reach the vault’s database, and webhooks reach no private network', () => {
  for (const role of ['api', 'worker', 'verify'])
    assert.ok(!rulesOf(role).out.some((rule) => rule.includes('10.0.31.')), role)
  assert.deepEqual(rulesOf('api'), {
    in: ['https ingress', 'metrics monitoring'],
    out: ['5432 10.0.30.0/24', 'door vault'],
  })
  const webhooks = only('NetworkPolicy', 'jetpay-worker').spec.egress.at(-1).to[0].ipBlock
  for (const network of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'])
    assert.ok(webhooks.except.includes(network), network)
})

test('the names that browsers know lead to the services of api and card pages', () => {
  const { rules, tls } = only('Ingress', 'jetpay').spec
  const config = readConfig({ ...settingsOf(podOf('api').pod), DATABASE_URL_FILE: '' })
  const led = rules.map(({ host, http: { paths } }: any) => [
    `https://${host}`,
    paths[0].backend.service.name,
  ])
  assert.deepEqual(led, [
    [config.publicUrl, 'jetpay-api'],
    [config.vaultPublicUrl, 'jetpay-cards'],
  ])
  assert.equal(tls.length, 2)
})

test('kustomize makes of each folder what is meant, where there is one', (t) => {
  for (const name of kustomizations) {
    const made = spawnSync('kubectl', ['kustomize', `${kubernetesFolder}/${name}`], { encoding: 'utf8' })
    if (made.error) return t.skip('no kubectl on this machine')
    assert.equal(made.status, 0, made.stderr)
    assert.match(made.stdout, /image: registry\.example\/jetpay:\d/)
    assert.doesNotMatch(made.stdout, /image: jetpay$/m)
    for (const map of made.stdout.matchAll(/configMapRef:\s+name: (\S+)/g))
      assert.match(map[1]!, /-[a-z0-9]{10}$/, 'by what is in it')
  }
})
