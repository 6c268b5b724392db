-- A column that has changed its type has lost what the planner knew of it; here, because the change itself is not to hold its locks so long.
analyze;
