/** The page's script: joins the three steps. */

import { refreshCards, showCardsOf, startCards } from './cards.ts'
import { startCustomers } from './customers.ts'
import { startLiveEvents } from './live-events.ts'
import { payWith, startPay } from './pay.ts'
import { startTestCards } from './test-cards.ts'

startTestCards()
startPay()
startCards(payWith)
startLiveEvents(refreshCards)
startCustomers(showCardsOf)
