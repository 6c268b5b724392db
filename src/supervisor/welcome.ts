import { type Config, projectFolder } from '../ground/config.ts'
import { hostName } from '../ground/host-name.ts'
import type { Demo } from './seed-demo.ts'

/** `var/demo.json`: what a newcomer's program needs to try the platform. */
export type DemoFile = Demo & {
  api_url: string
  vault_url: string
  simulator_url: string
  webhook_jwks_url: string
  /** Signs in to the dashboard at once. */
  dashboard_url: string
}

/** What `npm start` prints once all is ready: where things are, and a first request to paste. */
export const banner = (config: Config, demo: DemoFile) => `
Jetpay is ready.

  Dashboard           ${demo.dashboard_url}
                      (signs in at once, as owner of the demo company and operator; the demo only)
  API and reference   ${demo.api_url}/docs
  Demo shop           http://${hostName(config.host)}:${config.shopPort}
  Card pages (vault)  ${demo.vault_url}
  Mail of the demo    ${demo.api_url}/mailbox
  Card network        ${demo.simulator_url}/books   (simulator; test cards: ${demo.simulator_url}/cards)
  Command line        ${projectFolder}/bin/jetpay help
  Data, logs, token   ${config.dataFolder}   (demo.json holds the token and ids)

Create a contact:

  curl -X PUT ${demo.api_url}/contact \\
    -H "Authorization: Bearer ${demo.api_token}" \\
    -H "Content-Type: application/json" \\
    -d '{"email": "ada@example.com", "name": "Ada Lovelace"}'

Press Ctrl-C to stop; all data is kept.
`
