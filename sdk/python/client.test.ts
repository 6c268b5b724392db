/** The Python client: its own tests run by python3 against the real platform. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describeApi } from '../../src/api.ts'
import { forgedDeliveries } from '../../test/forged-deliveries.ts'
import { startPlatform } from '../../test/platform.ts'
import { EXAMPLE_URL } from '../client/operations-file.ts'
import { pythonFile } from '../client/python-file.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const TESTS_MS = 120_000

/** Its own tests, which read what they need to know from the environment; what failed is in the error. */
const runPython = (file: string, stage: object) =>
  promisify(execFile)('python3', [file], {
    cwd: folder,
    timeout: TESTS_MS,
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONPATH: folder,
      JETPAY_STAGE: JSON.stringify(stage),
    },
  })

test('the Python client is that of the document: `npm run sdk` was run', () => {
  const file = readFileSync(new URL('jetpay/_operations.py', import.meta.url), 'utf8')
  assert.equal(file, pythonFile(describeApi(EXAMPLE_URL)))
})

test('the Python package has the licence in it', () => {
  const [own, ours] = ['LICENSE', '../../LICENSE'].map((name) =>
    readFileSync(new URL(name, import.meta.url), 'utf8'),
  )
  assert.equal(own, ours)
})

test('the Python client charges, repeats, pages and verifies deliveries, at a running platform', async () => {
  const platform = await startPlatform()
  const delivered = Promise.withResolvers<{ headers: object; body: string }>()
  const receiver = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    response.writeHead(204).end()
    delivered.resolve({ headers: request.headers, body })
  })
  try {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const callback_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    const webhook = (await platform.call('POST', '/webhooks/', { callback_url, max_wait_seconds: 0 })).body
    const saved = async (number?: string) => {
      const { contactId, cardId } = await platform.saveCard(number)
      return { contact_id: contactId, credit_card_id: cardId }
    }
    const card = await saved()
    const stage = {
      url: platform.url,
      token: platform.demo.api_token,
      account: platform.demo.bank_account_id,
      card,
      declined: await saved('4000000000009995'),
      delivery: {
        ...(await delivered.promise),
        audience: webhook.identifier,
        secret: webhook.signing_secret,
      },
    }
    await runPython('tests/test_jetpay.py', stage)
  } finally {
    receiver.close()
    await platform.close()
  }
})

test('the Python client at a bad network, and deliveries that are forged', async () => {
  await runPython('tests/test_bad_network.py', {})
  await runPython('tests/test_forged.py', await forgedDeliveries())
})
