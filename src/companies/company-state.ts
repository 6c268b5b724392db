import { z } from 'zod'

/** Whether it takes money, as its operator has it and its own people are told. */
export const companyStates = ['active', 'suspended', 'closing'] as const
export type CompanyState = (typeof companyStates)[number]

export type StateRow = {
  suspended_at: Date | null
  closing_at: Date | null
  suspended_told: string | null
}

export const companyState = ({ suspended_at, closing_at }: Omit<StateRow, 'suspended_told'>): CompanyState =>
  closing_at !== null ? 'closing' : suspended_at === null ? 'active' : 'suspended'

/** What its own people are told of it. */
export const stateFields = {
  state: z.enum(companyStates).meta({
    description:
      '`suspended`: its operator has stopped it, so it reads, refunds and cancels, takes no money, and its payouts wait. `closing`: it takes no money, and is paid out until nothing is owed to it',
  }),
  state_since: z.iso.datetime().nullable().meta({ description: 'Null while it is active' }),
  state_reason: z.string().nullable().meta({
    description: 'Why, as its operator tells it; null: ask the operator of this installation',
  }),
}

export const showState = (row: StateRow) => ({
  state: companyState(row),
  state_since: row.closing_at ?? row.suspended_at,
  state_reason: row.suspended_told,
})
