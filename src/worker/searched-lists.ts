import { reconciliationItemList } from '../clearing/reconciliation-item-list.ts'
import { contactList } from '../contacts/contact-list.ts'
import { creditList } from '../credits/credit-list.ts'
import { debitList } from '../debits/debit-list.ts'
import { disputeList } from '../disputes/dispute-list.ts'
import { payoutList } from '../payouts/payout-list.ts'
import { refundList } from '../refunds/refund-list.ts'
import { scheduleList } from '../schedules/schedule-list.ts'
import type { SearchedList } from '../search/searched-list.ts'

/** Lists that are searched by blocks, which the worker makes. */
export const searchedLists: SearchedList[] = [
  debitList,
  creditList,
  contactList,
  refundList,
  disputeList,
  payoutList,
  scheduleList,
  reconciliationItemList,
]
