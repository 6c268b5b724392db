create unique index concurrently recovery_items_once on recovery_items (reference, acquirer_id, kind);
