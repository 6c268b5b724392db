/**
 * Pods of `deploy/kubernetes`, run here as a node would: their users, settings, mounted Secrets and commands.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../../src/ground/config.ts'
import { systemUser } from '../../src/ground/system-user.ts'
import { podsOf, resourcesOf, settingsOf } from './kubernetes.ts'

export type Secrets = Record<string, Record<string, string>>

/** `changed`: settings that this machine has other than the cluster; undefined takes one away. */
export function startPod(
  { folder, secrets, kustomization = '.' }: { folder: string; secrets: Secrets; kustomization?: string },
  role: string,
  changed: Record<string, string | undefined> = {},
): { process: ChildProcess; output(): string; ended: Promise<number | null> } {
  const pod = podsOf(resourcesOf(kustomization)).get(role)!
  const [container] = pod.containers
  const isRoot = process.getuid?.() === 0
  // The image has these two by other numbers; a process wants to find its own name.
  const user = isRoot
    ? systemUser(pod.securityContext.runAsUser === 10_002 ? 'jetpay-vault' : 'jetpay')
    : undefined
  const { uid, gid } = user ?? { uid: 0, gid: 0 }
  const isOther = user !== undefined
  const make = (path: string, mode: number, owner: number, group: number) => {
    mkdirSync(path, { recursive: true })
    chmodSync(path, mode)
    if (isOther) chownSync(path, owner, group)
  }
  make(folder, 0o755, 0, 0)
  /** Root's, and read by the pod's group: what the kubelet makes of a Secret with `fsGroup`. */
  const put = (file: string, text: string) => {
    writeFileSync(file, text)
    chmodSync(file, isOther ? 0o440 : 0o400)
    if (isOther) chownSync(file, 0, gid)
  }
  const placeOf = (mountPath: string) => `${folder}${mountPath}`
  for (const { name, mountPath } of container.volumeMounts) {
    const volume = pod.volumes.find((one) => one.name === name)!
    const place = placeOf(mountPath)
    if (volume.emptyDir || volume.persistentVolumeClaim) make(place, 0o2770, uid, gid)
    else make(place, 0o755, 0, gid)
    const items = volume.secret
      ? Object.keys(secrets[volume.secret.secretName]!).map((key) => [volume.secret!.secretName, key, key])
      : (volume.projected?.sources ?? []).flatMap(({ secret }) =>
          secret.items.map(({ key, path }) => [secret.name, key, path]),
        )
    for (const [secret, key, path] of items) put(`${place}/${path}`, secrets[secret!]![key!]!)
  }
  /** Where the pod's paths are on this machine. */
  const here = (text: string) =>
    text
      .replace('/opt/jetpay', projectFolder)
      .replace(/(^|=)(\/run\/secrets|\/var\/lib\/jetpay)/, `$1${folder}$2`)
  const settings = Object.entries({ ...settingsOf(pod, kustomization), ...changed }).flatMap(
    ([name, value]) => (value === undefined ? [] : [[name, name in changed ? value : here(value)]]),
  )
  const [program, ...words] = container.command ?? [
    'node_modules/.bin/node',
    'src/main.ts',
    ...(container.args ?? []),
  ]
  const child = spawn(`${projectFolder}/${program}`, words.map(here), {
    cwd: projectFolder,
    env: Object.fromEntries(settings),
    ...(isOther ? { uid, gid } : {}),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return {
    process: child,
    output: () => output,
    ended: new Promise((resolve) => child.on('exit', resolve)),
  }
}
