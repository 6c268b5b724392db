import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Environment } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { html } from '../ground/html.ts'
import { sendFile } from '../http/served-file.ts'
import { buildFailure, builtFiles } from './built-files.ts'
import { dashboardHeaders } from './dashboard-headers.ts'

/** Their names change with their content, so a copy is good for ever (a year is the custom). */
const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * Serves the dashboard's build: its files under their hashed names, and its page at every other path below
 * `/dashboard`, so that a link to any page of it works. What it shows it asks the API for, as any program
 * could.
 */
export function serveDashboard(server: FastifyInstance, environment: Environment): void {
  const headers = dashboardHeaders(environment)
  const page = (request: FastifyRequest, reply: FastifyReply) => {
    const found = builtFiles()?.get('index.html')
    if (!found) return reply.headers(headers).code(503).type('text/html; charset=utf-8').send(notBuilt())
    return sendFile(request, reply, found, headers)
  }
  server.get('/dashboard', page)
  server.get('/dashboard/assets/*', (request, reply) => {
    const { '*': name } = request.params as { '*': string }
    const found = builtFiles()?.get(`assets/${name}`)
    // Of another build: the page asks for itself anew when it hears this.
    if (!found)
      throw new Problem('not_found', `The dashboard has no file ${name} (any more); reload its page.`)
    return sendFile(request, reply, found, {
      'cache-control': FOR_EVER,
      'cross-origin-resource-policy': 'same-origin',
    })
  })
  server.get('/dashboard/*', page)
}

const notBuilt = () =>
  html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The dashboard is not built</title>
<main>
<h1>The dashboard is not built</h1>
<p>The API works without it. Build it with <code>npm run dashboard:build</code>, then reload this page; <code>npm start</code> does so by itself.</p>
<pre>${buildFailure() ?? 'No build has failed: none was made yet.'}</pre>
</main>
</html>
`.text
