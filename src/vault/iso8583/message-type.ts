/**
 * Message types of ISO 8583:1987. The third digit is the function (0 request, 1 response, 2 advice, 3 advice
 * response), the fourth tells a repeat (1) from a first sending (0); a repeat is answered like the first.
 */
const answerTypes: Record<string, string> = {
  '0100': '0110',
  '0101': '0110',
  '0200': '0210',
  '0201': '0210',
  '0220': '0230',
  '0221': '0230',
  '0302': '0312',
  '0303': '0312',
  '0400': '0410',
  '0401': '0410',
  '0420': '0430',
  '0421': '0430',
  '0800': '0810',
}

/** The type that answers this one (0421 is answered 0430), undefined where it is no request of ours. */
export const answerType = (mti: string): string | undefined => answerTypes[mti]

/** Whether a message of this type answers another. */
export const isAnswer = (mti: string): boolean => mti.charAt(2) === '1' || mti.charAt(2) === '3'

/** The type of the first sending: 0401 is 0400. */
export const firstSending = (mti: string): string =>
  mti.slice(0, 3) + (mti.endsWith('1') ? '0' : mti.slice(3))

/** Network management codes, field 70. */
export const networkManagement = { signOn: '001', signOff: '002', echo: '301' } as const
