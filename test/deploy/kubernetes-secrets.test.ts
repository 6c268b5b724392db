/** Secrets of `deploy/kubernetes`: who has which, and that the page makes them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { projectFolder } from '../../src/ground/config.ts'
import { kustomizations, podsOf, resourcesOf, settingsOf } from './kubernetes.ts'

const pods = kustomizations.flatMap((name) =>
  [...podsOf(resourcesOf(name))].map(([role, pod]) => ({ name, role, pod, container: pod.containers[0] })),
)
const podOf = (role: string) => pods.find((one) => one.role === role)!

test('each secret is a file that a setting names, out of a Secret that one role alone has, and no value', () => {
  const holders = new Map<string, string[]>()
  for (const { name, role, pod, container } of pods) {
    const settings = settingsOf(pod, name)
    const mounts = new Map(container.volumeMounts.map(({ name: volume, mountPath }) => [volume, mountPath]))
    for (const volume of pod.volumes) {
      assert.ok(mounts.has(volume.name), `${role}: ${volume.name}`)
      const secrets = volume.secret
        ? [volume.secret.secretName]
        : (volume.projected?.sources ?? []).map(({ secret }) => secret.name)
      for (const secret of secrets) holders.set(secret, [...(holders.get(secret) ?? []), role])
      if (secrets.length > 0)
        assert.equal((volume.secret ?? volume.projected)!.defaultMode, 0o400, `${role}: ${volume.name}`)
    }
    for (const [setting, path] of Object.entries(settings).filter(([, value]) => value.startsWith('/')))
      assert.ok(
        [...mounts.values()].some((mount) => path === mount || path.startsWith(`${mount}/`)) ||
          // What api and worker share, and verify has no use for.
          (role === 'verify' && /^JETPAY_(TLS|DATA)/.test(setting)),
        `${role}: ${setting} is in no volume`,
      )
    assert.doesNotMatch(JSON.stringify(settings), /postgres:\/\/|smtp:\/\/|PRIVATE KEY/, role)
  }
  assert.deepEqual(holders.get('jetpay-vault')!.sort(), ['migrate', 'vault'])
  assert.deepEqual(holders.get('jetpay-vault-identity'), ['vault'])
  assert.deepEqual(holders.get('jetpay-cards-tls'), ['vault'])
  assert.deepEqual(holders.get('jetpay-main')!.sort(), ['api', 'migrate', 'verify', 'worker'])
  const [source] = podOf('migrate').pod.volumes[0]!.projected!.sources.filter(
    ({ secret }) => secret.name === 'jetpay-vault',
  )
  assert.deepEqual(
    source!.secret.items.map(({ key }) => key),
    ['vault-database-url'],
    'the migration has no key',
  )
})

/** The Secrets that the page has its reader make, with their keys. */
function secretsOfPage(): Map<string, string[]> {
  const page = readFileSync(`${projectFolder}/docs/deploy.md`, 'utf8').replace(/\\\n\s*/g, '')
  const made = new Map<string, string[]>()
  for (const [, kind, name, rest = ''] of page.matchAll(/create secret (generic|tls) (\S+) ([^;\n]*)/g)) {
    const keys = [...rest.matchAll(/--from-file=([\w.-]+)/g)].map(([, key]) => key!)
    const names = name!.includes('$role') ? ['api', 'worker', 'vault'] : ['']
    for (const role of names)
      made.set(name!.replace('$role', role), kind === 'tls' ? ['tls.crt', 'tls.key'] : keys)
  }
  return made
}

test('the page has its reader make each Secret that a pod of the cell mounts, with each file that a setting names', () => {
  const made = secretsOfPage()
  for (const { name, role, pod, container } of pods.filter(({ role }) => role !== 'directory')) {
    const settings = Object.entries(settingsOf(pod, name))
    for (const volume of pod.volumes) {
      const { mountPath = '' } = container.volumeMounts.find((mount) => mount.name === volume.name) ?? {}
      const asked = settings.flatMap(([, value]) =>
        value.startsWith(`${mountPath}/`) ? [value.slice(mountPath.length + 1)] : [],
      )
      const given = volume.secret
        ? made.get(volume.secret.secretName)
        : volume.projected?.sources.flatMap(({ secret }) =>
            secret.items.map(({ key, path }) => (made.get(secret.name)?.includes(key) ? path : '')),
          )
      if (volume.emptyDir || volume.persistentVolumeClaim) continue
      assert.ok(given, `${role}: nothing makes ${volume.name}`)
      assert.deepEqual(
        asked.filter((file) => !given.includes(file)),
        [],
        `${role}: ${volume.name}`,
      )
    }
  }
})
