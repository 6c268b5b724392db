import type { FastifyInstance } from 'fastify'
import { html } from '../ground/html.ts'
import { assetHeaders, readPageAssets } from '../ground/page-assets.ts'
import { explainedProblems } from './problem-guide.ts'

const styles = readPageAssets(new URL('.', import.meta.url), '/docs/page', ['problem-page.css'], [])

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/**
 * Serves `/docs/problems`: each problem with its meaning and what to do, under its code as anchor. Where a
 * problem's `doc_url` leads.
 */
export function serveProblemPage(server: FastifyInstance): void {
  for (const [path, asset] of styles.files)
    server.get(path, (_request, reply) => reply.headers(assetHeaders(asset)).send(asset.body))
  server.get('/docs/problems', (_request, reply) =>
    reply.headers(headers).type('text/html; charset=utf-8').send(page),
  )
}

/** Text with `code` in it. */
const inline = (text: string) =>
  html`${text.split('`').map((part, at) => (at % 2 === 0 ? part : html`<code>${part}</code>`))}`

const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problems of the Jetpay API</title>
<link rel="icon" href="data:,">
${styles.styleLinks}
</head>
<body>
<main>
<h1>Problems</h1>
<p>What each <code>code</code> of an <code>application/problem+json</code> answer means, and what to do. The operations are in <a href="/docs">the reference</a>.</p>
${explainedProblems.map(
  ({ code, status, title, guide }) => html`<section id="${code}">
<h2><a href="#${code}"><code>${code}</code></a></h2>
<p><strong>${status}</strong> ${title}</p>
<p>${inline(guide)}</p>
</section>
`,
)}
</main>
</body>
</html>
`.text
