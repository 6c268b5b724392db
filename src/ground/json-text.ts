/**
 * Bodies in JSON, read by their bytes: main side and vault take the same ones. What `JSON.parse` lets pass
 * and no two programs read alike is refused (RFC 8259 sections 4 and 8.1, RFC 8725): bytes that are not
 * UTF-8, a key that is there twice.
 */
import { shownKey } from './text.ts'

/** Why a body cannot be read: what to do, never what it holds. Fastify answers `statusCode`. */
export class UnreadableBody extends Error {
  override name = 'UnreadableBody'
  readonly statusCode: 400 | 415
  constructor(statusCode: 400 | 415, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/** Of our own bodies the deepest has four levels. */
const DEPTH_MAX = 32
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

type Headers = { 'content-type'?: string | undefined; 'content-encoding'?: string | undefined }

/**
 * The text of a body. Throws `UnreadableBody`: 415 for a charset other than UTF-8 (RFC 8259 has no other) or
 * any Content-Encoding, 400 for bytes that are not UTF-8.
 */
export function decodeBody(body: Buffer, headers: Headers): string {
  if (headers['content-encoding'])
    throw new UnreadableBody(415, 'Send the body as it is, without `Content-Encoding`.')
  const [, quoted, plain] =
    /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(headers['content-type'] ?? '') ?? []
  if (!/^utf-?8$/i.test(quoted ?? plain ?? 'utf-8'))
    throw new UnreadableBody(415, 'Send the body in UTF-8; JSON has no other charset.')
  try {
    return decoder.decode(body)
  } catch {
    throw new UnreadableBody(400, `Send UTF-8; byte ${firstBadByte(body)} of the body is none.`)
  }
}

/** Where it stops to be UTF-8: the decoder puts U+FFFD there, and what is before comes out as it went in. */
function firstBadByte(body: Buffer): number {
  const again = Buffer.from(body.toString('utf8'), 'utf8')
  let at = 0
  while (at < body.length && body[at] === again[at]) at += 1
  // No copy of a body stays that may have held a card (PCI DSS 3.3.1).
  again.fill(0)
  return at
}

type Frame = { keys: Set<string> | null; at: string | number }

const pathOf = (frames: Frame[]) => frames.map(({ at }) => shownKey(String(at))).join('.')

const token = /([{}[\]:,])|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y

/**
 * Throws `UnreadableBody` (400) where a text is not one JSON value, names a key twice in one object, or is
 * nested deeper than anything of ours.
 */
export function checkJson(text: string): void {
  const frames: Frame[] = []
  /**
   * What may come next: a value, a key, a colon, or what follows a value. `first`: the object or array may
   * end at once.
   */
  let next: 'value' | 'key' | 'colon' | 'after' = 'value'
  let first = false
  let at = 0
  const breaks = (): never => {
    throw malformed(at < text.length ? `position ${at}` : 'its end')
  }
  for (;;) {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at += 1
    const inside = frames.at(-1)
    if (at >= text.length) {
      if (next === 'after' && !inside) return
      breaks()
    }
    if (text[at] === '"') {
      if (next !== 'value' && next !== 'key') breaks()
      const end = endOfString(text, at)
      if (typeof end === 'object')
        throw malformed(end.breaksAt < text.length ? `position ${end.breaksAt}` : 'its end')
      if (next === 'key') addKey(frames, JSON.parse(text.slice(at, end)))
      next = next === 'key' ? 'colon' : 'after'
      at = end
    } else {
      token.lastIndex = at
      const [whole = '', sign] = token.exec(text) ?? []
      if (sign === undefined) {
        if (whole === '' || next !== 'value') breaks()
        next = 'after'
      } else if ((sign === '{' || sign === '[') && next === 'value') {
        if (frames.length >= DEPTH_MAX) throw new UnreadableBody(400, `Nest at most ${DEPTH_MAX} levels.`)
        frames.push(sign === '{' ? { keys: new Set(), at: '' } : { keys: null, at: 0 })
        next = sign === '{' ? 'key' : 'value'
        first = true
        at += 1
        continue
      } else if (inside && sign === (inside.keys ? '}' : ']') && (next === 'after' || first)) {
        frames.pop()
        next = 'after'
      } else if (inside && sign === ',' && next === 'after') {
        if (!inside.keys) inside.at = Number(inside.at) + 1
        next = inside.keys ? 'key' : 'value'
      } else if (sign === ':' && next === 'colon') next = 'value'
      else breaks()
      at += whole.length
    }
    first = false
  }
}

function addKey(frames: Frame[], key: string): void {
  const inside = frames.at(-1)!
  const twice = inside.keys!.has(key)
  inside.keys!.add(key)
  inside.at = key
  if (twice)
    throw new UnreadableBody(400, `The key \`${pathOf(frames)}\` is there twice; send each key once.`)
}

/**
 * The place after a string that begins at `start`, or where it breaks: a control character, a wrong escape,
 * the end.
 */
function endOfString(text: string, start: number): number | { breaksAt: number } {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code < 0x20) return { breaksAt: at }
    if (code !== 0x5c) continue
    const escaped = text[at + 1] ?? ''
    const digits = escaped === 'u' ? 4 : 0
    const good = digits ? /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) : '"\\/bfnrt'.includes(escaped)
    if (escaped === '' || !good) return { breaksAt: escaped === '' ? text.length : at + 1 }
    at += 1 + digits
  }
  return { breaksAt: text.length }
}

/**
 * Only the position: the parser's own message quotes the body, which may hold what no answer or log should.
 */
const malformed = (where: string) =>
  new UnreadableBody(400, `Send a valid JSON object; this one breaks at ${where}.`)
