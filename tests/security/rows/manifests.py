"""The frozen run as a file and as labels."""

from tests.security.row import Row
from tests.security.world import Tenant


def frozen_run(tenant: Tenant) -> dict[str, int]:
    return {"pk": tenant.frozen_stop.run_id}


ROWS = [
    Row("backoffice:manifest_file", ("admin",), args=frozen_run),
    Row("backoffice:trace_parcel", ("admin",)),
    Row("backoffice:run_labels", ("admin",), args=frozen_run),
]
