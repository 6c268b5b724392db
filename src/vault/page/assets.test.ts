import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { assetHeaders } from '../../ground/page-assets.ts'
import { assetPath, assets, scriptFiles } from './assets.ts'

test('scripts are served as JavaScript that imports served files only', () => {
  for (const name of scriptFiles) {
    const asset = assets.get(assetPath(name))!
    assert.equal(assetHeaders(asset)['Content-Type'], 'text/javascript; charset=utf-8')
    for (const [, file] of asset.body.matchAll(/from '([^']+)'/g)) {
      assert.ok(scriptFiles.includes(file!.replace('./', '')), `${name} imports ${file}`)
    }
    assert.doesNotMatch(asset.body, /import type|: string/)
  }
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
