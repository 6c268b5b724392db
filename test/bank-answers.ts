/** Files as a bank sends them, made with the codec. */
import type { EftHeader, EftItem } from '../src/rails/eft/eft-item.ts'
import { writeCpa1464 } from '../src/rails/eft/write-cpa-1464.ts'

let bankNumber = 0
/** The header of the bank's next file. */
export const bankHeader = (): EftHeader => ({
  originatorId: 'JETPAYDEMO',
  fileCreationNumber: ++bankNumber,
  creationDate: '2026-11-23',
  destinationDataCentre: '00110',
  currency: 'CAD',
})

/** The bank's file of returns: each item back where it came from, with a reason. */
export async function returnsFile(returned: [EftItem, string][], header = bankHeader()): Promise<Buffer> {
  const items = returned.map(
    ([item, code]): EftItem => ({
      ...item,
      type: item.type === 'D' ? 'J' : 'I',
      transactionType: code,
      storedTransactionType: item.transactionType,
      account: item.returnAccount!,
      returnAccount: item.account,
      originalItemTrace: item.itemTrace,
    }),
  )
  const chunks: Buffer[] = []
  for await (const chunk of writeCpa1464(header, items, '\r\n')) chunks.push(chunk)
  return Buffer.concat(chunks)
}
