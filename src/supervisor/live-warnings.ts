import type { Config } from '../ground/config.ts'
import { coreDumpRisk } from '../ground/core-dumps.ts'
import { secretSettings } from '../ground/settings/hand-over.ts'
import { isLoopback } from '../ground/settings/live.ts'

/**
 * What an operator of a live installation should know and may have good reasons for: it starts all the same.
 */
export function liveWarnings(config: Config, env: NodeJS.ProcessEnv = {}): string[] {
  const stated = secretSettings.filter((name) => env[name])
  const core = coreDumpRisk({ limited: true })
  return [
    ...(stated.length === 0
      ? []
      : [
          `${stated.join(', ')}: secrets in the environment can be read in /proc by this user; give each as a file of mode 600 (${stated[0]}_FILE).`,
        ]),
    ...(isLoopback(config.host)
      ? []
      : [
          `JETPAY_HOST is ${config.host}: api and card page listen without TLS, so the proxy in front must be on this machine or on a link that is encrypted.`,
        ]),
    ...(isLoopback(config.metricsHost)
      ? []
      : [
          `JETPAY_METRICS_HOST is ${config.metricsHost}: /metrics and /readyz ask for no token, so let only your monitoring reach ports ${config.apiMetricsPort}, ${config.vaultMetricsPort} and ${config.workerMetricsPort}.`,
        ]),
    ...(core === null ? [] : [core]),
  ]
}
