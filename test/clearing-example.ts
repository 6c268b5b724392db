/** A clearing file's header and a sale in it, as the simulated network writes them. */
import type { ClearingHeader, ClearingRecord } from '../src/clearing/clearing-file.ts'

export const header: ClearingHeader = {
  networkId: 'JETPAYNET',
  acquirerId: '400555',
  sequence: 42,
  businessDate: '2026-01-31',
  cutoffAt: new Date('2026-02-01T00:00:00.417Z'),
  createdAt: new Date('2026-02-01T00:00:01.002Z'),
}

export const sale: ClearingRecord = {
  line: 1,
  kind: 'sale',
  rrn: '603100000042',
  stan: '000042',
  transmission: '0131184502',
  authorizationCode: '004711',
  last4: '4242',
  currency: 'CAD',
  amount: 10050n,
  capturedAt: new Date('2026-01-31T18:45:02.318Z'),
  reason: null,
}
