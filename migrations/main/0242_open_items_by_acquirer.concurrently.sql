create unique index concurrently reconciliation_items_open_of_acquirer on reconciliation_items (rrn, currency, acquirer_id)
  where state = 'open';
