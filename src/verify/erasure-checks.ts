import { sql } from '../db/sql.ts'
import { isPersonal } from '../events/personal-events.ts'
import { type Check, check } from './check.ts'

export const erasureChecks: Check[] = [
  check(
    'erasures_hold',
    'An event is without its text only where its contact was to be erased, and of an erased contact no text is left',
    () => sql`
      select company_id, 'event ' || event_id || ' was erased and should not be' as wrong
      from public.events e
      where ${isPersonal} and erased_leaf is not null and (data <> erased_event_data(data ->> 'contactId')
        or not exists (select from contact_erasures x
          where x.company_id = e.company_id and x.contact_id::text = e.data ->> 'contactId'))
      union all
      select x.company_id, 'contact ' || x.contact_id || ' is erased and has its name' from contact_erasures x
      join public.contacts c on c.company_id = x.company_id and c.contact_id = x.contact_id
      where x.state = 'erased' and (c.deleted_at is null or (c.name, c.email) <> ('', ''))
      union all
      select x.company_id, 'contact ' || x.contact_id || ' is erased and has an account' from contact_erasures x
      join public.bank_accounts a on a.company_id = x.company_id and a.contact_id = x.contact_id
      where x.state = 'erased' and (a.holder_name <> '' or a.holder_email is not null or a.holder_address is not null)
      union all
      select x.company_id, 'contact ' || x.contact_id || ' is erased and has its key' from contact_erasures x
      join contact_keys k on k.company_id = x.company_id and k.contact_id = x.contact_id
      where x.state = 'erased'
      union all
      select x.company_id, 'contact ' || x.contact_id || ' is erased and event ' || e.event_id || ' tells of it'
      from contact_erasures x
      join public.events e on e.company_id = x.company_id and e.data ->> 'contactId' = x.contact_id::text
      where x.state = 'erased' and ${isPersonal} and e.erased_leaf is null`,
    'all',
  ),
]
