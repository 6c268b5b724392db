/**
 * Imported before all else by what runs the platform, so that no package reads what is set for other
 * programs.
 */
import { forgetPostgresVariables } from './config.ts'

const forgotten = forgetPostgresVariables()
if (forgotten.length > 0 && (process.env.DATABASE_URL || process.env.VAULT_DATABASE_URL))
  console.error(
    `${forgotten.join(', ')} is not read: what a database needs is in DATABASE_URL and VAULT_DATABASE_URL (docs/settings.md).`,
  )
