import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform } from '../../test/platform.ts'
import { newId } from '../ground/ids.ts'
import { scopes } from '../http/authenticate.ts'
import { createToken, listTokens, parseScopes, revokeToken, tokenWorks } from './api-token.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform()
})
after(() => platform?.close())

test('a token is made for a company that exists, has just the scopes that were asked for, and ends once', async () => {
  const { db, demo } = platform
  const asked = { name: 'shop', scopes: parseScopes('debits:read, contacts:write') }
  await assert.rejects(createToken(db, 'demo', { companyId: newId(), ...asked }), /no company/i)
  const { token, tokenId } = await createToken(db, 'demo', { companyId: demo.company_id, ...asked })
  const found = (await listTokens(db, demo.company_id)).find(({ token_id }) => token_id === tokenId)
  assert.deepEqual(found?.scopes, ['debits:read', 'contacts:write'])
  assert.equal(await tokenWorks(db, token), true)
  await revokeToken(db, tokenId)
  assert.equal(await tokenWorks(db, token), false)
  await assert.rejects(revokeToken(db, tokenId), /no live token/)
})

test('`all` is every scope, and a name that is none is refused with those there are', () => {
  assert.deepEqual(parseScopes('all'), [...scopes])
  assert.deepEqual(parseScopes('debits:read'), ['debits:read'])
  assert.throws(() => parseScopes('debits:read,debits'), /"debits" is not a scope.*debits:write/)
})
