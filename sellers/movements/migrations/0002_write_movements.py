"""The database writes the history of stock, so that no writer can forget to; what is there now is the opening."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION stock_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    why jsonb := coalesce(nullif(current_setting('market.stock_why', true), ''), '{}')::jsonb;
    hand integer := coalesce(NEW.num_in_stock, 0);
    held integer := coalesce(NEW.num_allocated, 0);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        hand := hand - coalesce(OLD.num_in_stock, 0);
        held := held - coalesce(OLD.num_allocated, 0);
    END IF;
    IF hand <> 0 OR held <> 0 THEN
        INSERT INTO movements_stockmovement
            (stockrecord_id, kind, on_hand_change, held_change, on_hand_after, held_after, reference, note, actor_id, at)
        VALUES (
            NEW.id, coalesce(why->>'kind', CASE TG_OP WHEN 'INSERT' THEN 'first' ELSE 'other' END), hand, held,
            coalesce(NEW.num_in_stock, 0), coalesce(NEW.num_allocated, 0), coalesce(why->>'reference', ''),
            coalesce(why->>'note', ''), (why->>'actor')::bigint, clock_timestamp());
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER stock_moved AFTER INSERT OR UPDATE OF num_in_stock, num_allocated ON partner_stockrecord
    FOR EACH ROW EXECUTE FUNCTION stock_moved();

CREATE FUNCTION stock_movement_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.stockrecord_id, NEW.kind, NEW.on_hand_change, NEW.held_change, NEW.reference, NEW.note, NEW.at)
        IS DISTINCT FROM
       (OLD.stockrecord_id, OLD.kind, OLD.on_hand_change, OLD.held_change, OLD.reference, OLD.note, OLD.at) THEN
        RAISE EXCEPTION 'the history of stock is not changed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stock_movement_kept BEFORE UPDATE ON movements_stockmovement
    FOR EACH ROW EXECUTE FUNCTION stock_movement_kept();

INSERT INTO movements_stockmovement
    (stockrecord_id, kind, on_hand_change, held_change, on_hand_after, held_after, reference, note, at)
SELECT id, 'opening', coalesce(num_in_stock, 0), coalesce(num_allocated, 0), coalesce(num_in_stock, 0),
    coalesce(num_allocated, 0), '', '', now()
FROM partner_stockrecord WHERE coalesce(num_in_stock, 0) <> 0 OR coalesce(num_allocated, 0) <> 0;
"""
BACK = """
DROP TRIGGER stock_moved ON partner_stockrecord;
DROP FUNCTION stock_moved();
DROP TRIGGER stock_movement_kept ON movements_stockmovement;
DROP FUNCTION stock_movement_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("movements", "0001_initial")]

    operations = [migrations.RunSQL(TRIGGER, BACK)]
