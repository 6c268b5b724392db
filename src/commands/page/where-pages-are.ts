import { readConfig } from '../../ground/config.ts'
import { readRunFile } from '../../supervisor/run-file.ts'

type Running = {
  JETPAY_PUBLIC_URL: string
  JETPAY_VAULT_PUBLIC_URL: string
  JETPAY_ENVIRONMENT: string
}

/**
 * Where browsers reach the pages: of the `npm start` that runs in the data folder, else as the settings say.
 */
export async function wherePagesAre() {
  const { publicUrl, vaultPublicUrl, environment, dataFolder } = readConfig()
  const running = await readRunFile<Running>(readConfig())
  return {
    publicUrl: running.JETPAY_PUBLIC_URL ?? publicUrl,
    vaultPublicUrl: running.JETPAY_VAULT_PUBLIC_URL ?? vaultPublicUrl,
    live: (running.JETPAY_ENVIRONMENT ?? environment) === 'live',
    dataFolder,
  }
}
