"""When and where work runs: queue, jobs, leases, reconciler, supervisor."""
