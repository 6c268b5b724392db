import { accountName } from './card-name.ts'

type Account = Parameters<typeof accountName>[0] & { identifier: string; currency: string }

/**
 * Which of the company's own accounts the money goes to or comes from. The currency of the amount hangs on
 * it: where there are several, none is chosen beforehand.
 */
export function accountChoice(accounts: readonly Account[], wanted: string, choose: string) {
  const isOneCurrency = new Set(accounts.map(({ currency }) => currency)).size === 1
  const chosen = accounts.find(({ identifier }) => identifier === wanted)
  const options = accounts.map((one) => ({ value: one.identifier, label: accountName(one) }))
  return {
    chosen: chosen ?? (isOneCurrency ? accounts[0] : undefined),
    options: isOneCurrency ? options : [{ value: '', label: choose }, ...options],
  }
}
