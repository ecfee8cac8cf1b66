"""Numbers with a check digit or a fixed structure: the standards' own examples, and what each standard guarantees."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.certificates import checksums
from verifier.certificates.checksums import (
    read_cn_serial,
    read_credit_code,
    read_degree_number,
    read_diploma_number,
    read_id_number,
    read_isbn13,
    read_issn,
    read_patent_number,
)

TODAY = dt.date(2024, 9, 1)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("11010519491231002X", ()),  # GB 11643-1999, the standard's example
        ("11010519491231002x", ()),
        ("110105 19491231 002×", ()),
        ("440524188001010014", ()),  # GB 11643-1999, second example
        ("110105194912310021", ("checksum",)),
        ("110105194913310020", ("not_a_date", "checksum")),
        ("991105194912310029", ("unknown_region", "checksum")),
        ("110105491231002", ("old_format",)),
        ("1101051949123100", ("format",)),
        ("110105********002X", ("masked",)),
        ("", ("format",)),
    ],
)
def test_identity_number(text: str, problems: tuple[str, ...]) -> None:
    assert read_id_number(text, today=TODAY).problems == problems


def test_identity_number_tells_birth_and_gender() -> None:
    assert read_id_number("11010519491231002X").parts == {"province": "11", "gender": "女", "birth": "1949-12-31"}


def test_a_birth_in_the_future() -> None:
    first = "11010520991231002"
    number = first + checksums.id_check_character(first)
    assert read_id_number(number, today=TODAY).problems == ("future_date",)
    assert read_id_number(number).problems == ()


@pytest.mark.parametrize(
    ("reader", "text", "value", "problems"),
    [
        (read_credit_code, "91350100M000100Y43", "91350100M000100Y43", ()),  # GB 32100-2015, the standard's example
        (read_credit_code, "91350100M000100Y4Z", None, ("format",)),  # Z is not in the alphabet
        (read_credit_code, "91350100M000100Y44", "91350100M000100Y44", ("checksum",)),
        (read_credit_code, "9135 0100 m000 100y 43", "91350100M000100Y43", ()),
        (read_patent_number, "ZL201710601862.3", "ZL201710601862.3", ()),
        (read_patent_number, "专利号：ZL 2017 1 0601862.3", "ZL201710601862.3", ()),
        (read_patent_number, "ZL201710601862.4", "ZL201710601862.4", ("checksum",)),
        (read_patent_number, "ZL02144686.5", "ZL02144686.5", ()),
        (read_patent_number, "ZL2017106018", None, ("format",)),
        (read_issn, "ISSN 0317-8471", "0317-8471", ()),  # ISO 3297, the standard's example
        (read_issn, "2434-561X", "2434-561X", ()),
        (read_issn, "0317-8472", "0317-8472", ("checksum",)),
        (read_issn, "0317-847", None, ("format",)),
        (read_isbn13, "ISBN 978-0-306-40615-7", "9780306406157", ()),
        (read_isbn13, "978-7-04-010159-9", "9787040101599", ("checksum",)),
        (read_cn_serial, "CN 11-1234/TP", "CN11-1234/TP", ()),
        (read_cn_serial, "CN65-0001", "CN65-0001", ()),
        (read_cn_serial, "CN(HK)NR2345/X", None, ("illegal_number",)),
        (read_cn_serial, "CN 1-1234", None, ("format",)),
        (read_diploma_number, "100011201005000123", "100011201005000123", ()),
        (read_diploma_number, "10001 1 2010 05 000123", "100011201005000123", ()),
        (read_diploma_number, "100012201005000123", "100012201005000123", ("unknown_kind",)),
        (read_diploma_number, "100011201099000123", "100011201099000123", ("unknown_kind",)),
        (read_diploma_number, "10001120100500012", "10001120100500012", ()),  # 17 digits, before 2002
        (read_diploma_number, "1000112010", None, ("format",)),
        (read_degree_number, "1000142010000123", "1000142010000123", ()),
        (read_degree_number, "1000192010000123", "1000192010000123", ("unknown_kind",)),
        (read_degree_number, "10001", None, ("format",)),
    ],
)
def test_other_numbers(reader, text, value, problems) -> None:
    reading = reader(text)
    assert (reading.value, reading.problems) == (value, problems)


def test_what_numbers_say() -> None:
    assert read_credit_code("91350100M000100Y43").parts == {"kind": "企业"}
    assert read_patent_number("ZL201710601862.3").parts == {"year": "2017", "kind": "发明"}
    assert read_patent_number("ZL85100001.X").parts["year"] == "1985"
    assert read_diploma_number("100011201005000123").parts["level"] == "本科"
    assert read_degree_number("1000142010000123").parts == {"unit": "10001", "year": "2010", "level": "学士"}
    assert read_cn_serial("CN65-0001").parts["medium"] == "报纸"


def _numbers():
    digits = st.text("0123456789", min_size=17, max_size=17)
    identity = digits.map(lambda first: "1" + first[1:]).map(lambda f: f + checksums.id_check_character(f))
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    credit = st.tuples(st.text("0123456789", min_size=6, max_size=6), st.text(alphabet, min_size=9, max_size=9)).map(
        lambda parts: "91" + parts[0] + parts[1]
    )
    return st.one_of(
        st.tuples(st.just(read_id_number), identity, st.just("0123456789")),
        st.tuples(
            st.just(read_credit_code),
            credit.map(lambda f: f + checksums.credit_check_character(f)),
            st.just(alphabet),
        ),
        st.tuples(
            st.just(read_patent_number),
            st.text("0123456789", min_size=12, max_size=12).map(
                lambda d: f"ZL{d}.{checksums.patent_check_character(d)}"
            ),
            st.just("0123456789"),
        ),
    )


@settings(deadline=None)
@given(_numbers(), st.data())
def test_any_single_change_of_a_character_is_noticed(case, data) -> None:
    reader, number, alphabet = case
    assert "checksum" not in reader(number).problems
    places = [index for index, character in enumerate(number) if character in alphabet and character not in "ZL."]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([character for character in alphabet if character != number[place]]))
    changed = reader(number[:place] + other + number[place + 1 :])
    assert {"checksum", "format"} & set(changed.problems)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    for reader in (read_id_number, read_credit_code, read_patent_number, read_issn, read_isbn13, read_cn_serial):
        reading = reader(text)
        assert reading.value is not None or reading.problems
