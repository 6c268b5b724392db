import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf } from './device.ts'

test('a browser is called as a person calls it, and another program as it says', () => {
  const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
  for (const [agent, called] of [
    [`${linux} HeadlessChrome/147.0.7727.0 Safari/537.36`, 'Chrome 147, Linux'],
    [`${phone} Version/18.5 Mobile/15E148 Safari/604.1`, 'Safari 18, iOS'],
    [`${phone} CriOS/147.0 Mobile/15E148 Safari/604.1`, 'Chrome 147, iOS'],
    [`${windows} AppleWebKit/537.36 Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0`, 'Edge 147, Windows'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 15.5; rv:150.0) Gecko/20100101 Firefox/150.0',
      'Firefox 150, macOS',
    ],
    ['curl/8.5.0', 'curl/8.5.0'],
  ] as const)
    assert.equal(deviceOf(agent), called)
})
