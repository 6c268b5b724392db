import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressAfterSignIn } from './after-sign-in.ts'

const origin = 'https://pay.example'

test('after signing in a user goes back to the page of the dashboard where they were', () => {
  for (const next of [
    '/dashboard',
    '/dashboard/c1/transactions/t1',
    '/dashboard/c1/contacts?name=Ada&tag=a+b',
  ])
    assert.equal(addressAfterSignIn(next, origin), next)
})

test('a link to the sign-in page cannot choose another site, another page of ours or a script as its end', () => {
  for (const next of [
    undefined,
    '',
    '//evil.example/dashboard',
    '/\\evil.example/dashboard',
    '\\\\evil.example/dashboard',
    '/\t/evil.example/dashboard',
    'https://evil.example/dashboard',
    'https:/evil.example',
    'https://pay.example@evil.example/dashboard',
    'http://pay.example/dashboard',
    'javascript:alert(1)',
    'java\tscript:alert(1)//dashboard/',
    'data:text/html,/dashboard/',
    'blob:https://pay.example/dashboard/x',
    '/dashboard/../payment/x',
    '/dashboard/%2e%2e/payment/x',
    '/dashboardevil',
    '/payment/x',
    '/dashboard/sign-in?next=/dashboard/sign-in',
    'https://[',
  ])
    assert.equal(addressAfterSignIn(next, origin), '/dashboard', String(next))
})
