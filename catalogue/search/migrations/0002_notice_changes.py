"""The database itself notices what changes for search, so that no writer can forget to say so.

Statement triggers on goods, their categories and category names write outbox rows; a trigger on the outbox queues
one drain job per transaction, in that transaction. The job has no queueing lock: its unique key would make
transactions wait for each other while they hold stock rows.
"""

from django.db import migrations

WAKE = """
CREATE FUNCTION search_index_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM new_rows) AND coalesce(current_setting('search_index.woken', true), '') <> 'yes' THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, lock)
        VALUES ('search', 'catalogue.search.drain_search_outbox', 'search-index');
        PERFORM set_config('search_index.woken', 'yes', true);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_index_wake AFTER INSERT ON search_index_searchoutbox
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_index_wake();
"""

# Stock only matters by being there or not; sales by about a tenth, so that not every order indexes its goods again.
PRODUCT = """
CREATE FUNCTION search_index_product_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO search_index_searchoutbox (product_id) SELECT id FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO search_index_searchoutbox (product_id) SELECT id FROM old_rows;
    ELSE
        INSERT INTO search_index_searchoutbox (product_id)
        SELECT after.id FROM new_rows after JOIN old_rows before ON before.id = after.id
        WHERE (after.title, after.description, after.ingredients, after.upc, after.gtin, after.is_public,
               after.parent_id, after.province_id, after.commune_id, after.season_months, after.is_vietnamese,
               after.is_speciality, after.published_at, after.seller_name, after.seller_slug, after.price_vnd,
               after.available > 0, after.stars, after.stars_until, floor(ln(1 + after.sales_count) * 10))
            IS DISTINCT FROM
              (before.title, before.description, before.ingredients, before.upc, before.gtin, before.is_public,
               before.parent_id, before.province_id, before.commune_id, before.season_months, before.is_vietnamese,
               before.is_speciality, before.published_at, before.seller_name, before.seller_slug, before.price_vnd,
               before.available > 0, before.stars, before.stars_until, floor(ln(1 + before.sales_count) * 10));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_index_inserted AFTER INSERT ON catalogue_product
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_index_product_changed();
CREATE TRIGGER search_index_updated AFTER UPDATE ON catalogue_product
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_index_product_changed();
CREATE TRIGGER search_index_deleted AFTER DELETE ON catalogue_product
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION search_index_product_changed();
"""

CATEGORY = """
CREATE FUNCTION search_index_filed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO search_index_searchoutbox (product_id) SELECT DISTINCT product_id FROM new_rows;
    ELSE
        INSERT INTO search_index_searchoutbox (product_id) SELECT DISTINCT product_id FROM old_rows;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_index_filed AFTER INSERT ON catalogue_productcategory
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_index_filed();
CREATE TRIGGER search_index_unfiled AFTER DELETE ON catalogue_productcategory
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION search_index_filed();

CREATE FUNCTION search_index_category_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_index_searchoutbox (product_id)
    SELECT DISTINCT filed.product_id
    FROM new_rows after
    JOIN old_rows before ON before.id = after.id
    JOIN catalogue_category below ON starts_with(below.path, after.path)
    JOIN catalogue_productcategory filed ON filed.category_id = below.id
    WHERE (after.name, after.slug, after.path, after.is_public)
        IS DISTINCT FROM (before.name, before.slug, before.path, before.is_public);
    RETURN NULL;
END $$;

CREATE TRIGGER search_index_category_changed AFTER UPDATE ON catalogue_category
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_index_category_changed();
"""

UNDO = """
DROP TRIGGER search_index_category_changed ON catalogue_category;
DROP TRIGGER search_index_filed ON catalogue_productcategory;
DROP TRIGGER search_index_unfiled ON catalogue_productcategory;
DROP TRIGGER search_index_inserted ON catalogue_product;
DROP TRIGGER search_index_updated ON catalogue_product;
DROP TRIGGER search_index_deleted ON catalogue_product;
DROP TRIGGER search_index_wake ON search_index_searchoutbox;
DROP FUNCTION search_index_category_changed();
DROP FUNCTION search_index_filed();
DROP FUNCTION search_index_product_changed();
DROP FUNCTION search_index_wake();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search_index", "0001_add_outbox"),
        ("catalogue", "0033_add_market_columns"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(WAKE + PRODUCT + CATEGORY, UNDO)]
