import { Problem } from '../ground/errors.ts'
import type { Caller } from './authenticate.ts'

/** A company that is suspended takes no money: 403, before anything is done. */
export function requireStanding({ suspended }: Caller): void {
  if (suspended)
    throw new Problem(
      'company_suspended',
      'Your company is suspended by the operator of this installation: it can read, refund and cancel, and take no money. Nothing was changed. Ask the operator.',
    )
}
