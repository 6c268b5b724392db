import { newId } from '../src/ground/ids.ts'
import type { Role } from '../src/http/scopes.ts'
import { addMember, addOperator } from '../src/users/membership.ts'
import { beginSession } from '../src/users/session.ts'
import { ensureUser } from '../src/users/user.ts'
import { holdToDocument } from './declared-answer.ts'
import type { Platform } from './platform.ts'

export type SignedIn = {
  userId: string
  sessionId: string
  email: string
  /** What a page of ours sends with each request: cookie, origin, and the company that it is about. */
  headers: Record<string, string>
}

let people = 0

/**
 * A person who has just signed in: in the demo company (or `companyId`) with this role, or an operator of the
 * platform. `headers` are those of a page of ours.
 */
export async function signIn(
  { db, config, demo }: Platform,
  role: Role | 'operator' | null,
  { companyId = demo.company_id, email = `person${++people}@example.com` } = {},
): Promise<SignedIn> {
  const userId = await ensureUser(db, { userId: newId(), email, name: 'Person', language: 'en' })
  if (role === 'operator') await addOperator(db, userId)
  else if (role !== null) await addMember(db, companyId, userId, role)
  const from = { address: '127.0.0.1', userAgent: 'test' }
  const { sessionId, headers } = await beginSession(db, config, { userId, method: 'password', from })
  return {
    userId,
    sessionId,
    email,
    headers: {
      cookie: headers['set-cookie'].split(';')[0]!,
      origin: config.publicUrl,
      'jetpay-dashboard': '1',
      // Taken from what `call` sends by itself.
      ...(role === 'operator' || role === null ? {} : { 'jetpay-company': companyId }),
    },
  }
}

/** Asks as a page does, with a session and without a token. */
export async function askAs(
  { config }: Platform,
  { headers }: { headers: Record<string, string> },
  method: string,
  path: string,
  body?: unknown,
  further: Record<string, string> = {},
) {
  const response = await fetch(config.publicUrl + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
      ...further,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  const answer = {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  }
  holdToDocument(method, path, answer)
  return answer
}
