/** Databases of a test's own, in the server that all tests share or in another. */
import pg from 'pg'
import { databaseUrl, type Installation } from '../src/db/provision.ts'

let databases = 0

/** The server that all tests share. */
export function sharedServer(): Installation {
  const text = process.env.JETPAY_TEST_INSTALLATION
  if (!text) throw new Error('run tests with: npm test -- <part of a path>')
  return JSON.parse(text) as Installation
}

/** New main and vault databases, copies of the migrated templates; or `empty` ones. */
export async function createDatabases(at = sharedServer(), { empty = false } = {}) {
  const name = `test_${process.pid}_${databases++}`
  // Not for as long as the databases are there: a test may end their server.
  const asAdmin = async (...statements: string[]) => {
    const connectionString = databaseUrl(at, 'postgres', at.adminPassword, 'postgres')
    const admin = new pg.Client({ connectionString })
    await admin.connect()
    for (const statement of statements) await admin.query(statement)
    await admin.end()
  }
  await asAdmin(
    `create database ${name}_main strategy file_copy template ${empty ? 'template0' : 'jetpay'} owner jetpay`,
    `create database ${name}_vault strategy file_copy template ${empty ? 'template0' : 'jetpay_vault'} owner jetpay_vault`,
  )
  return {
    databaseUrl: databaseUrl(at, 'jetpay', at.mainPassword, `${name}_main`),
    vaultDatabaseUrl: databaseUrl(at, 'jetpay_vault', at.vaultPassword, `${name}_vault`),
    drop: () =>
      asAdmin(`drop database ${name}_main with (force)`, `drop database ${name}_vault with (force)`),
  }
}
