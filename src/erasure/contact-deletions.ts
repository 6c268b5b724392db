import { deleteBankAccounts } from '../bank-accounts/bank-account.ts'
import { deleteCreditCards } from '../cards/credit-card.ts'
import type { ContactDeletion } from '../contacts/delete-contact.ts'
import { cancelSchedules } from '../schedules/schedule.ts'
import { cancelOpen } from '../transactions/cancel-open.ts'

/**
 * What goes with a contact, in this order. First the schedules: what one of them makes at this moment is then
 * there to be cancelled.
 */
export const contactDeletions: readonly ContactDeletion[] = [
  cancelSchedules,
  cancelOpen,
  deleteCreditCards,
  deleteBankAccounts,
]
