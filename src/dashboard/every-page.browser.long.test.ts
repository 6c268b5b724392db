import { everyPageIn } from '../../test/every-page.ts'

everyPageIn([{ theme: 'light', language: 'fr' }])
