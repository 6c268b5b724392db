import { decimal } from '../../data/decimal.ts'

/** What is filled in for a new company, as text; empty is nothing. */
const currencies = ['CAD', 'USD'] as const
const methods = ['card', 'eft'] as const
export const limitKinds = ['per_transaction', 'per_day_debits', 'per_day_credits'] as const
type Currency = (typeof currencies)[number]

export type Moves = { currency: Currency; open: boolean } & Record<(typeof limitKinds)[number], string>
export type Cost = {
  currency: Currency
  method: (typeof methods)[number]
  basis_points: string
  fixed: string
}

export const nobody = { name: '', email: '', phone: '', alert: '', owner: '', cardOnFile: false }
export type Who = typeof nobody

export const noLimits: readonly Moves[] = currencies.map((currency) => ({
  currency,
  open: currency === 'CAD',
  per_transaction: '',
  per_day_debits: '',
  per_day_credits: '',
}))

export const noCosts: readonly Cost[] = currencies.flatMap((currency) =>
  methods.map((method) => ({ currency, method, basis_points: '', fixed: '' })),
)

const orNull = (text: string) => text.trim() || null

/** Whether something is said of it, in a currency that the company moves. */
export const isSet =
  (moves: readonly Moves[]) =>
  ({ currency, basis_points, fixed }: Cost): boolean =>
    moves.some((of) => of.open && of.currency === currency) && (basis_points + fixed).trim() !== ''

/** What the API is asked for. An address for payers is what makes a contact: a telephone alone is none. */
export function asked(who: Who, moves: readonly Moves[], costs: readonly Cost[]) {
  return {
    name: who.name.trim(),
    ...((who.email.trim() || who.phone.trim()) && {
      contact: { email: who.email.trim(), phone: orNull(who.phone) },
    }),
    alert_email: orNull(who.alert),
    ...(who.owner.trim() && { owner_email: who.owner.trim() }),
    features: { card_on_file: who.cardOnFile },
    limits: moves
      .filter(({ open }) => open)
      .map(({ open: _, currency, ...limits }) => ({
        currency,
        ...Object.fromEntries(Object.entries(limits).map(([kind, most]) => [kind, decimal(most) || null])),
      })),
    fees: costs.filter(isSet(moves)).map(({ basis_points, fixed, ...of }) => ({
      ...of,
      basis_points: Number(basis_points.trim() || '0'),
      fixed: decimal(fixed) || '0.00',
    })),
  }
}
