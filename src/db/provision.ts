import pg from 'pg'

/** The two databases of an installation, each with an owner that cannot even connect to the other (PCI DSS 7.2.1). */
export type Installation = {
  host: string
  port: number
  adminPassword: string
  mainPassword: string
  vaultPassword: string
}

export const databaseUrl = (at: Installation, user: string, password: string, database: string) =>
  `postgres://${user}:${password}@${at.host}:${at.port}/${database}`

export const mainUrl = (at: Installation) => databaseUrl(at, 'jetpay', at.mainPassword, 'jetpay')
export const vaultUrl = (at: Installation) =>
  databaseUrl(at, 'jetpay_vault', at.vaultPassword, 'jetpay_vault')

/** Makes the roles and databases that are missing. Safe to run at each start. */
export async function provision(at: Installation): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'postgres'),
  })
  await client.connect()
  try {
    for (const [name, password] of [
      ['jetpay', at.mainPassword],
      ['jetpay_vault', at.vaultPassword],
    ] as const) {
      const role = await client.query('select 1 from pg_roles where rolname = $1', [name])
      // `create role` takes no parameters; both names are ours and the password is base64url.
      if (role.rowCount === 0) await client.query(`create role ${name} login password '${password}'`)
      const database = await client.query('select 1 from pg_database where datname = $1', [name])
      if (database.rowCount === 0) await client.query(`create database ${name} owner ${name}`)
      await client.query(`revoke connect, temporary on database ${name} from public`)
    }
  } finally {
    await client.end()
  }
}
