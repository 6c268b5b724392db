import { fork } from 'node:child_process'
import { projectFolder } from '../src/ground/config.ts'
import type { Asked, Ended } from './command-lines-child.ts'
import type { Platform } from './platform.ts'

/**
 * Runs `jetpay <words>` against a platform's database: many command lines in one process, since the start of
 * one costs more than a hundred of them. What only a process can show (signals, pipes, a terminal) is not for
 * this.
 */
export function openCommandLines(platform: Platform) {
  const child = fork(`${projectFolder}/test/command-lines-child.ts`, {
    cwd: projectFolder,
    env: { ...process.env, ...commandEnvironment(platform) },
    // As it stands, with what is undefined: that is how a setting is left out.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting: ((ended: Ended) => void)[] = []
  child.on('message', (ended: Ended) => waiting.shift()?.(ended))
  return {
    run: (words: readonly string[], env: Asked['env'] = {}) =>
      new Promise<Ended>((resolve) => {
        waiting.push(resolve)
        child.send({ words: [...words], env } satisfies Asked)
      }),
    close: () => {
      if (child.connected) child.disconnect()
    },
  }
}

/** What names the installation to a command. */
export const commandEnvironment = ({ config }: Platform) => ({
  JETPAY_DATA: config.dataFolder,
  DATABASE_URL: config.databaseUrl!,
  VAULT_DATABASE_URL: config.vaultDatabaseUrl ?? '',
  JETPAY_MAIN_KEY_FILE: config.mainKeyFile,
  JETPAY_VAULT_KEY_FILE: config.vaultKeyFile ?? '',
})
