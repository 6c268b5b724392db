/** The page and its files, read once at start. */
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { FastifyInstance } from 'fastify'

const folder = new URL('page/', import.meta.url)
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  js: 'text/javascript; charset=utf-8',
}

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    // The hosted card page. In production name the platform's card page alone; the demo's may be on any local
    // port.
    'frame-src https: http://127.0.0.1:* http://localhost:*',
    // All forms are sent by script; without it they go nowhere.
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cache-control': 'no-cache',
}

/**
 * Node warns once that stripping types is experimental; the Node version is pinned and this output is tested.
 */
function stripTypes(source: string): string {
  const warn = process.emitWarning
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = warn
  }
}

/** TypeScript for browsers: types blanked out, and imports that name the served file. */
const toScript = (source: string) =>
  stripTypes(source).replaceAll(/(from ')\.\.?\/(?:[^']*\/)?([\w-]+)\.ts'/g, "$1./$2.js'")

/** What the platform publishes for every page that shows its card page; ours serves a copy. */
const embed = new URL('../../sdk/embed/mount-card.ts', import.meta.url)

/** Serves the page at `/` and its files under `/page/`. */
export function servePage(server: FastifyInstance): void {
  for (const file of [embed, ...readdirSync(folder).map((name) => new URL(name, folder))]) {
    const source = readFileSync(file, 'utf8')
    const name = file.pathname.split('/').at(-1)!
    const served = name.replace(/\.ts$/, '.js')
    const body = name.endsWith('.ts') ? toScript(source) : source
    const type = types[served.split('.').at(-1)!]
    const path = served === 'page.html' ? '/' : `/page/${served}`
    if (type) server.get(path, (_request, reply) => reply.headers(headers).type(type).send(body))
  }
}
