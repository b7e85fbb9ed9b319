"""The checked-in tables are complete and agree with one another."""

import re

import pytest

from shop.accounts.enums import Role
from shop.accounts.phones import parse_mobile
from shop.demo.tables import ART, descriptions, rows
from shop.regions.loading import DATA as REGIONS
from shop.shipping.enums import PlaceKind

LEAVES = [row["code"] for row in rows("ocop_tree") if row["level"] == "loai" and not row["code"].startswith("HV")]
GOODS = [*rows("ocop_goods"), *rows("hang_viet")]


def commune_codes() -> set[str]:
    lines = (REGIONS / "communes.csv").read_text(encoding="utf-8").splitlines()
    return {line.split(",", 1)[0] for line in lines[1:]}


def test_tree_has_six_groups_and_26_types():
    groups = [row for row in rows("ocop_tree") if row["parent"] == "OCOP"]
    assert (len(groups), len(LEAVES)) == (6, 26)


def test_tree_parents_exist_and_slugs_differ():
    codes = {row["code"] for row in rows("ocop_tree")}
    assert {row["parent"] for row in rows("ocop_tree")} - codes == {""}
    slugs = [row["slug"] for row in rows("ocop_tree")]
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("table", ["ocop_types", "ocop_goods"])
def test_every_product_row_is_mapped_by_number_and_name(table):
    expected = [(str(number), row["name_vi"]) for number, row in enumerate(rows("ocop_products"), start=1)]
    assert [(row["row"], row["name_vi"]) for row in rows(table)] == expected


def test_every_type_is_a_leaf_of_the_tree():
    assert {row["type_code"] for row in rows("ocop_types")} <= set(LEAVES)


def test_types_keep_the_group_the_source_printed():
    group = {
        "Thực phẩm": "I",
        "Đồ uống": "II",
        "Dược liệu và sản phẩm từ dược liệu": "III",
        "Thủ công mỹ nghệ": "IV",
        "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch": "VI",
    }
    pairs = zip(rows("ocop_products"), rows("ocop_types"), strict=True)
    wrong = [
        (product["name_vi"], row["type_code"])
        for product, row in pairs
        if product["category_vi"] and row["type_code"].split(".")[0] != group[product["category_vi"]]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Chè lam Phủ Quảng", "I.3b"),
        ("Chè đậu đen cốt dừa Hoàng Gia", "I.3c"),
        ("Chè Đinh Tân Cương", "I.5a"),
        ("Trà hoa vàng Ba Chẽ", "I.5b"),
        ("Ca cao cà phê", "I.6"),
        ("Nước mắm Thái An", "I.4a"),
        ("Mật hoa dừa", "I.2b"),
        ("Rượu men lá Bằng Phúc", "II.1a"),
        ("Rượu ba kích Ba Chẽ", "II.1b"),
        ("Nước rửa chén sinh học", "III.2"),
    ],
)
def test_goods_whose_names_mislead_have_their_true_type(name, code):
    assert [row["type_code"] for row in rows("ocop_types") if row["name_vi"] == name] == [code]


def test_goods_have_pictures_units_weights_and_prices():
    for row in GOODS:
        assert (ART / row["picture"]).is_file(), row
        assert row["unit"].startswith(row["unit_short"]), row
        assert int(row["weight_g"]) > 0, row
        assert int(row["price_vnd"]) >= 5_000, row
        assert int(row["price_vnd"]) % 1_000 == 0, row
    assert {row["picture"] for row in rows("ocop_tree") if not (ART / row["picture"]).is_file()} == set()


def test_seasons_are_months():
    months = {int(month) for row in rows("ocop_goods") for month in row["season_months"].split()}
    assert months <= set(range(1, 13))


def test_every_template_is_used_and_complete():
    assert {row["template"] for row in GOODS} == set(descriptions())
    assert len(descriptions()) >= 40
    for key, template in descriptions().items():
        assert {"text", "ingredients", "use", "storage"} <= set(template), key
        assert 2 <= len(re.findall(r"[.!?](?:\s|$)", template["text"])) <= 4, key


def test_descriptions_praise_nothing_beyond_measure():
    banned = re.compile(r"tốt nhất|số 1|số một|hàng đầu|duy nhất|nhất thế giới|chữa khỏi", re.IGNORECASE)
    assert [key for key, text in descriptions().items() if banned.search(" ".join(text.values()))] == []


def test_hang_viet_has_sixty_goods_with_evidence_from_marked_enterprises():
    enterprises = {row["key"]: row["name"] for row in rows("hang_viet_enterprises")}
    assert all(name.endswith("(minh hoạ)") for name in enterprises.values())
    assert len(rows("hang_viet")) >= 60
    assert {row["enterprise"] for row in rows("hang_viet")} == set(enterprises)
    assert all("DEMO" in row["origin_evidence"] for row in rows("hang_viet"))


def test_points_stand_in_real_communes_of_five_provinces():
    points = rows("points")
    communes = commune_codes()
    assert {row["commune_code"] for row in points} <= communes
    assert {row["kind"] for row in points} <= set(PlaceKind.values)
    assert len(points) >= 15
    operators = {row["key"] for row in rows("people") if row["role"] == Role.POINT_OPERATOR}
    assert {row["operator"] for row in points} == operators
    tra_no = next(row for row in points if row["name"] == "Nhà văn hóa thôn Trà Nô")
    assert tra_no["commune_code"] == "22900"


def test_people_cover_every_role_with_valid_phones():
    people = rows("people")
    assert {row["role"] for row in people} - {"buyer"} == set(Role.values)
    phones = [parse_mobile(row["phone"]) for row in people]
    assert len(phones) == len(set(phones))
    assert {row["commune_code"] for row in people} <= commune_codes()
