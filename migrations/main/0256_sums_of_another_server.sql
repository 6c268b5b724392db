-- Which server's clock the sums go by: after a failover it is another's, and what was moved meanwhile may be stamped as before them.
alter table summed_until add column server_started_at timestamptz;
