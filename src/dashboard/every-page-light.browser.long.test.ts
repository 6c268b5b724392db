import { everyPageIn } from '../../test/every-page.ts'

everyPageIn('light')
