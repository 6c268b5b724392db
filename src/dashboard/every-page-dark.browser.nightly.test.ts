import { everyPageIn } from '../../test/every-page.ts'

everyPageIn('dark')
