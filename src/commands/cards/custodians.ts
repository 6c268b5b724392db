import { ownAccount } from '../../ground/own-account.ts'
import { addCustodian, type Claim, listCustodians, removeCustodian } from '../../vault/transfer/custodian.ts'
import { type Given, wholeList } from '../command.ts'
import { readSecretLine } from '../keys/read-secret-line.ts'
import { onVaultDatabase } from '../keys/vault-database.ts'

/** Who runs a command, by name and secret. */
export const claimOf = async (given: Given): Promise<Claim> => {
  const name = given.need('by')
  return { name, secret: await readSecretLine(`Secret of ${name}: `) }
}

/** `jetpay cards custodian add`. */
export const addOne = (given: Given): Promise<unknown> =>
  onVaultDatabase(async (db) => {
    const voucher = async () => (given.has('by') === undefined ? undefined : claimOf(given))
    const { secret, ...made } = await addCustodian(db, given.word, ownAccount(), voucher)
    return { ...made, secret, note: 'It is shown this once: it is their own, and nobody else’s to know.' }
  })

/** `jetpay cards custodian list`. */
export const listAll = () => onVaultDatabase(async (db) => wholeList(await listCustodians(db)))

/** `jetpay cards custodian remove`. */
export const removeOne = (given: Given) =>
  onVaultDatabase(async (db) => removeCustodian(db, given.word, await claimOf(given)))
