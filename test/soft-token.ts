/** A token in software, Debian's SoftHSM 2, where it and the program that speaks to it are there. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'].find(existsSync)
const PIN = '648219'
const compiled = (() => {
  try {
    createRequire(import.meta.url)('pkcs11js')
    return true
  } catch {
    return false
  }
})()

/** Why a test with a token is skipped; false where it is not. */
export const withoutSoftToken = !MODULE
  ? 'SoftHSM 2 is not installed (apt-get install softhsm2)'
  : !compiled && 'pkcs11js is not compiled (npm run pkcs11)'

/** A token of this label in a folder of its own, which is this process's and its children's from now on. */
export function makeSoftToken(label: string) {
  const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/token-`)
  const tokens = `${folder}/tokens`
  mkdirSync(tokens)
  writeFileSync(
    `${folder}/softhsm2.conf`,
    `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  process.env.SOFTHSM2_CONF = `${folder}/softhsm2.conf`
  const make = (label: string) =>
    execFileSync(
      'softhsm2-util',
      `--init-token --free --label ${label} --pin ${PIN} --so-pin 12345678`.split(' '),
    )
  make(label)
  return {
    folder,
    tokens,
    module: MODULE!,
    pin: PIN,
    make,
    settings: {
      vaultKek: { provider: 'pkcs11' as const, pkcs11: { module: MODULE!, token: label } },
      vaultPkcs11Pin: PIN,
    },
  }
}
