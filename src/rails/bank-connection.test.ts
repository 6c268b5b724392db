import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../ground/config.ts'
import { openBankConnections } from './bank-connection.ts'

const connections = (env: Record<string, string>) =>
  openBankConnections(readConfig({ JETPAY_DATA: '/data', ...env }).bank).map(({ folder, rails }) => ({
    folder,
    rails,
  }))

test('one bank has both rails, unless ACH is given a folder or a server of its own', () => {
  assert.deepEqual(connections({}), [{ folder: '/data/bank', rails: ['eft', 'ach'] }])
  assert.deepEqual(connections({ JETPAY_ACH_FOLDER: '/us' }), [
    { folder: '/data/bank', rails: ['eft'] },
    { folder: '/us', rails: ['ach'] },
  ])
  const sftp = {
    JETPAY_ACH_SFTP_URL: 'sftp://jetpay@bank.example/',
    JETPAY_ACH_SFTP_PASSWORD: 'x',
    JETPAY_ACH_SFTP_HOST_KEY: `SHA256:${'A'.repeat(43)}`,
  }
  assert.deepEqual(connections(sftp)[1], { folder: '/data/ach-bank', rails: ['ach'] })
})

test('settings of two banks that cannot go together stop the start with one line that names them', () => {
  assert.throws(
    () => connections({ JETPAY_BANK_FOLDER: '/shared', JETPAY_ACH_FOLDER: '/shared/' }),
    /JETPAY_ACH_FOLDER is the folder of JETPAY_BANK_FOLDER/,
  )
  assert.throws(
    () => connections({ JETPAY_ACH_SFTP_URL: 'sftp://jetpay@bank.example/', JETPAY_ACH_SFTP_PASSWORD: 'x' }),
    /JETPAY_ACH_SFTP_HOST_KEY/,
  )
})
