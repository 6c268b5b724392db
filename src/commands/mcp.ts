import { projectFolder, readConfig } from '../ground/config.ts'
import { OperatorError, UsageError } from '../ground/errors.ts'
import { readIfThere } from '../supervisor/run-file.ts'
import type { DemoFile } from '../supervisor/welcome.ts'
import { webAddress } from './web-address.ts'

/**
 * `jetpay mcp`: an agent's tools over the API, by the Model Context Protocol on stdin and stdout, until stdin
 * ends. Nothing but the protocol goes to stdout.
 */
export async function mcpCommand(named: string | undefined): Promise<void> {
  const { agentToken, dataFolder } = readConfig()
  const ofDemo = named === undefined || agentToken === undefined
  const demo = ofDemo ? readIfThere<DemoFile>(`${dataFolder}/demo.json`) : {}
  // The demo's own token, of its file, is for the demo: it is sent to no other address.
  if (named !== undefined && named !== demo.api_url && agentToken === undefined)
    throw new UsageError('--url needs JETPAY_TOKEN: an API token of that installation (docs/mcp.md).')
  const url = named ?? demo.api_url
  const token = agentToken ?? demo.api_token
  if (!url || !token)
    throw new OperatorError(
      'There is no demo here: start it with `npm start`, or give --url and JETPAY_TOKEN.',
      'service_unavailable',
    )
  webAddress('--url', url, 'https://pay.example.com', { isBase: true })
  const { openApi } = await import('../mcp/api-client.ts')
  const { openMcpServer } = await import('../mcp/mcp-server.ts')
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
  const { version } = readIfThere<{ version: string }>(`${projectFolder}/package.json`)
  const server = await openMcpServer(openApi(url, token), version ?? '0')
  await server.connect(new StdioServerTransport())
  console.error(`jetpay mcp: serving ${url}`)
}
