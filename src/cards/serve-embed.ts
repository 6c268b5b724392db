import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { stripTypes } from '../ground/strip-types.ts'

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

/**
 * Serves the embed to pages of every origin: `/embed/v1.js` is a script, `/embed/v1.mjs` a module. It needs
 * no token and holds none.
 */
export function serveEmbed(server: FastifyInstance): void {
  for (const [path, body] of [
    ['/embed/v1.js', embedScript],
    ['/embed/v1.mjs', embedModule],
  ] as const) {
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
    server.get(path, async (request, reply) => {
      reply.headers({
        'cache-control': `public, max-age=${MAX_AGE_SECONDS}`,
        etag,
        // Pages of other origins load it, cross-origin isolated ones and those that check its integrity too.
        'cross-origin-resource-policy': 'cross-origin',
        'access-control-allow-origin': '*',
      })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.type('text/javascript; charset=utf-8').send(body)
    })
  }
}
