import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { stripTypes } from '../ground/strip-types.ts'
import { once, sendFile, toFile } from '../http/served-file.ts'

/**
 * A day: the path names the version of the messages, not of the file, so that a mended file reaches pages
 * that name it.
 */
const MAX_AGE_SECONDS = 86_400

/** What the script leaves for the page that loads it. */
const GLOBAL = 'Jetpay'

const source = readFileSync(new URL('../../sdk/embed/mount-card.ts', import.meta.url), 'utf8')

/** The module as browsers read it: without types and comments. */
const embedModule = stripTypes(source)
  .replaceAll(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  .replaceAll(/[ \t]+$/gm, '')
  .replaceAll(/\n{2,}/g, '\n')
  .trimStart()

/** The same for a `<script>` without `type="module"`: one global, `Jetpay.mountCard`. */
const embedScript = `'use strict';(() => {\n${embedModule.replaceAll(/^export /gm, '')}window.${GLOBAL} = Object.freeze({ ...window.${GLOBAL}, mountCard })\n})()\n`

/** What `npm run sdk` has written of the source; a test holds it equal. */
const types = readFileSync(new URL('../../sdk/embed/generated/v1.d.ts', import.meta.url), 'utf8')

/** The scripts of it, by where they are served. */
export const embedFiles = [
  { path: '/embed/v1.js', content: embedScript },
  { path: '/embed/v1.mjs', content: embedModule },
] as const

const TYPES_PATH = '/embed/v1.d.ts'
const JAVASCRIPT = 'text/javascript; charset=utf-8'
/** Pages of other origins load it, cross-origin isolated ones and those that check its integrity too. */
const headers = {
  'cache-control': `public, max-age=${MAX_AGE_SECONDS}`,
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
}

/**
 * Serves the embed to pages of every origin: `/embed/v1.js` is a script, `/embed/v1.mjs` a module, which
 * names its types as Deno and others look for them. It needs no token and holds none.
 */
export function serveEmbed(server: FastifyInstance): void {
  for (const [path, type, content, more] of [
    ['/embed/v1.js', JAVASCRIPT, embedScript, {}],
    ['/embed/v1.mjs', JAVASCRIPT, embedModule, { 'x-typescript-types': TYPES_PATH }],
    [TYPES_PATH, 'application/typescript; charset=utf-8', types, {}],
  ] as const) {
    const file = once(() => toFile(type, content))
    server.get(path, async (request, reply) =>
      sendFile(request, reply, await file(), { ...headers, ...more }),
    )
  }
}
