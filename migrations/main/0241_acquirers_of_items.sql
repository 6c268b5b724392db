-- Two cells give out the same RRNs: whose a difference is, the acquirer says too. Of before, where nobody was noted yet: the
-- first acquirer's.
alter table reconciliation_items add column acquirer_id text;
update reconciliation_items i set acquirer_id = coalesce(f.acquirer_id, first.acquirer_id)
from clearing_files f left join acceptors first on first.acceptor = 1
where f.network_id = i.network_id and f.sequence = i.sequence;
