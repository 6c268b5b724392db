import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { assetHeaders } from '../../ground/page-assets.ts'
import { assets, SCRIPT } from './assets.ts'

test('there is one script, of less than 20 kB as it travels, which imports nothing', () => {
  const scripts = [...assets].filter(([path]) => path.endsWith('.js'))
  assert.deepEqual(scripts, [[SCRIPT.path, SCRIPT.asset]])
  const { body } = SCRIPT.asset
  assert.equal(assetHeaders(SCRIPT.asset)['Content-Type'], 'text/javascript; charset=utf-8')
  assert.ok(gzipSync(body).length < 20_000, String(gzipSync(body).length))
  assert.doesNotMatch(body, /\bimport\b|^export |: string/m)
})

test('an asset may be kept for ever, because its path holds the hash of all of them', () => {
  for (const [path, asset] of assets) {
    assert.match(path, /^\/page\/[\w-]{16}\/[\w-]+\.(js|css)$/)
    assert.match(asset.cacheControl, /immutable/)
    const sha384 = createHash('sha384').update(asset.body).digest('base64')
    assert.equal(asset.integrity, `sha384-${sha384}`)
  }
})

test('no script of the page stores or logs anything, or makes markup out of text', () => {
  for (const asset of assets.values()) {
    assert.doesNotMatch(
      asset.body,
      /localStorage|sessionStorage|document\.cookie|console\.|innerHTML|eval\(|history\./,
    )
  }
})
