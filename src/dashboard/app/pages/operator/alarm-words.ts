import { alarmNames } from '../../../../ground/alarm-names.ts'
import { inBoth } from '../../words/words.ts'

export const alarmWords = inBoth(alarmNames)
