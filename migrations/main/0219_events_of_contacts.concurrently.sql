-- The events that tell of a contact by name: they are few, and no other is in it.
create index concurrently events_of_contacts on events (company_id, (data ->> 'contactId'), event_id)
  where type in ('contacts.created', 'contacts.updated');
