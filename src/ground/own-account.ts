import { userInfo } from 'node:os'

/**
 * The name of the account that this process runs as, for logs that say who did something. A container may run
 * as a number that no account of its image has: then that number.
 */
export function ownAccount(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.()}`
  }
}
