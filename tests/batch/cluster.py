"""A Ray cluster on this machine, each node with a core: ``python -m tests.batch.cluster 3``.

Prints its address; for every line on standard input it kills one of the nodes that are not the head, and at the end
of the input all of them.
"""

from __future__ import annotations

import sys

from simulator.config import without_usage_reports

_MEMORY = 100_000_000
_HERE = "127.0.0.1"


def main() -> None:
    """See the module's text."""
    without_usage_reports()
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 0, "object_store_memory": _MEMORY, "node_ip_address": _HERE, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    nodes = [
        cluster.add_node(num_cpus=1, object_store_memory=_MEMORY, node_ip_address=_HERE)
        for _ in range(int(sys.argv[1]))
    ]
    try:
        print(cluster.address, flush=True)
        for _ in sys.stdin:
            cluster.remove_node(nodes.pop(), allow_graceful=False)
            print("killed", flush=True)
    finally:
        cluster.shutdown()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
