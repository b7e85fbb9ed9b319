"""The driver's day: load, leave, reach each stop; days later, take back what nobody collected."""

from __future__ import annotations

from shop.aftersales.domain.uncollected import return_uncollected
from shop.demo.simulation.world import HOUR, World
from shop.fulfilment.domain.custody import bring_back, load, take_back
from shop.fulfilment.domain.departing import tell_buyers
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.domain.trip import arrive, close, depart
from shop.fulfilment.models import Parcel, ParcelState


def freeze_run(world: World) -> int:
    """Close the list at the cut-off; return the number of its lines."""
    manifest = freeze(run=world.run, at=world.run.cut_off_at)
    world.run.refresh_from_db()
    return manifest.lines.count()


def drive(world: World) -> None:
    """Scan every parcel on board, leave, tell the buyers, and reach every stop."""
    run, driver = world.run, world.driver
    for pk, code in Parcel.objects.filter(run_stop__run=run).order_by("pk").values_list("pk", "code"):
        load(code=code, run=run, driver=driver, nonce=f"simulated-load:{pk}", at=run.departs_at - HOUR)
    depart(run=run, driver=driver, at=run.departs_at)
    tell_buyers(run_id=run.pk)
    for stop in world.stops:
        arrive(run_stop=stop, driver=driver, at=stop.arrives_at)


def bring_back_the_rest(world: World) -> int:
    """What nobody took goes back: from the points with the next run, then to its sellers. Return the parcels."""
    close(run=world.run, driver=world.driver, at=max(stop.closes_at for stop in world.stops))
    for stop in world.stops:
        return_uncollected(run_stop=stop, at=stop.collect_by + HOUR)
    going = list(Parcel.objects.filter(state=ParcelState.RETURNING).order_by("pk"))
    at = world.next_run.departs_at + HOUR
    for parcel in going:
        take_back(code=parcel.code, run=world.next_run, driver=world.driver, nonce=f"simulated-back:{parcel.pk}", at=at)
        bring_back(code=parcel.code, actor=world.driver, nonce=f"simulated-home:{parcel.pk}", at=at + 4 * HOUR)
    return len(going)
