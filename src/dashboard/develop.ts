/**
 * `npm run dashboard`: the app with reload at each change, over an api that runs already (`npm start`,
 * JETPAY_PORT as there). Vite serves the app on a port of its own and passes the rest on to the api; the
 * demo's link (`dashboard_url` in demo.json), with this port in it, signs in.
 */
import { createServer } from 'vite'
import { readConfig } from '../ground/config.ts'
import { settings } from './vite-settings.ts'

/** Beside the ports of the api's own processes. */
const PORT_OFFSET = 20

const config = readConfig()
const isApp = /^\/dashboard(\/(?!demo-link)|$)/
const server = await createServer({
  ...settings,
  logLevel: 'info',
  server: {
    host: config.host,
    port: config.apiPort + PORT_OFFSET,
    proxy: {
      '/': {
        target: config.publicUrl,
        changeOrigin: true,
        bypass: (request) => (isApp.test(request.url ?? '') ? request.url : undefined),
        // The api takes a session's write from its own origin only.
        configure: (proxy) => proxy.on('proxyReq', (onward) => onward.setHeader('origin', config.publicUrl)),
      },
    },
  },
})
await server.listen()
server.printUrls()
