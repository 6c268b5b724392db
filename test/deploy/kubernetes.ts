/** What `deploy/kubernetes` asks a cluster for. */
import { globSync, readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { projectFolder } from '../../src/ground/config.ts'

export const kubernetesFolder = `${projectFolder}/deploy/kubernetes`
/** Each is applied by itself. */
export const kustomizations = ['.', 'migrate', 'directory'] as const

type Probe = { httpGet: { path: string; port: string } }
type Container = {
  name: string
  image: string
  command?: string[]
  args?: string[]
  env?: { name: string; value: string }[]
  envFrom?: { configMapRef: { name: string } }[]
  ports?: { name: string; containerPort: number }[]
  resources: Record<'requests' | 'limits', { cpu?: string; memory: string }>
  securityContext: object
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[]
} & Partial<Record<'startupProbe' | 'readinessProbe' | 'livenessProbe', Probe>>
type Projected = { sources: { secret: { name: string; items: { key: string; path: string }[] } }[] }
type Volume = {
  name: string
  secret?: { secretName: string; defaultMode: number }
  projected?: Projected & { defaultMode: number }
  persistentVolumeClaim?: { claimName: string }
  emptyDir?: object
}
export type PodSpec = {
  serviceAccountName: string
  automountServiceAccountToken: boolean
  enableServiceLinks: boolean
  terminationGracePeriodSeconds?: number
  securityContext: { runAsUser: number; runAsGroup: number; fsGroup: number } & Record<string, unknown>
  containers: [Container]
  initContainers?: Container[]
  volumes: Volume[]
}
/** As much of an object of the cluster as is looked at here. */
export type Resource = {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  spec: any
}

/** The resources of a kustomization’s own files, as they stand. */
export const resourcesOf = (kustomization: string): Resource[] =>
  globSync('*.yaml', { cwd: `${kubernetesFolder}/${kustomization}` })
    .filter((file) => file !== 'kustomization.yaml')
    .sort()
    .flatMap((file) => readYaml(`${kustomization}/${file}`))

/** YAML 1.1, as the cluster's own reader takes it: 0400 is a number in base eight. */
export const readYaml = (file: string): Resource[] =>
  parseAllDocuments(readFileSync(`${kubernetesFolder}/${file}`, 'utf8'), { version: '1.1' }).map(
    (document) => {
      const [problem] = [...document.errors, ...document.warnings]
      if (problem) throw problem
      return document.toJS()
    },
  )

/** The pods that they make, by the role that is in their name. */
export function podsOf(resources: Resource[]): Map<string, PodSpec> {
  const pods = new Map<string, PodSpec>()
  for (const { kind, metadata, spec } of resources) {
    const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template
    if (template) pods.set(metadata.name.replace('jetpay-', ''), template.spec)
  }
  return pods
}

/** The settings of a pod’s container: of its files, and of its own. */
export function settingsOf(
  { containers: [container] }: PodSpec,
  kustomization = '.',
): Record<string, string> {
  const files = (container.envFrom ?? []).map(({ configMapRef }) => {
    const [{ configMapGenerator }] = readYaml(`${kustomization}/kustomization.yaml`) as unknown as [
      { configMapGenerator: { name: string; envs: string[] }[] },
    ]
    return configMapGenerator.find(({ name }) => name === configMapRef.name)!.envs[0]!
  })
  return Object.fromEntries([
    ...files.flatMap((file) => readEnv(`${kustomization}/${file}`)),
    ...(container.env ?? []).map(({ name, value }) => [name, value]),
  ])
}

/** As kustomize reads a file of settings: what is behind the sign is the value, quotes and all. */
export const readEnv = (file: string): [string, string][] =>
  readFileSync(`${kubernetesFolder}/${file}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])
