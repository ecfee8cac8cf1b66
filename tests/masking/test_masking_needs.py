"""Whether a page needs a mask, and whether the applicant's tick says so, has one answer for all who ask."""

import pytest

from models.geometry import Box
from models.observation import Cover, CoverKind, NameHit, SurfaceKind
from verifier.masking.needs import needs_mask, tick_fits

BOX = Box(0.1, 0.1, 0.3, 0.12)


def hits(*variants):
    return [NameHit(SurfaceKind.PIXELS, "x", variant, False, 1, BOX) for variant in variants]


def covers(*kinds):
    return [Cover(1, BOX, kind) for kind in kinds]


@pytest.mark.parametrize(
    ("variants", "kinds", "readable", "needs"),
    [
        ((), (), True, False),
        ((), ("opaque",), True, False),
        (("name",), ("opaque",), True, True),
        (("unit",), (), True, True),
        (("confusable", "pinyin"), (), False, True),
        (("confusable",), (), True, None),
        (("signature",), (), True, None),
        (("name_field",), (), True, None),
        ((), ("opaque", "blur"), True, None),
        ((), (), False, None),
    ],
)
def test_a_page_needs_a_mask_where_something_sure_is_open(variants, kinds, readable, needs):
    assert needs_mask(hits(*variants), covers(*map(CoverKind, kinds)), readable=readable) is needs


@pytest.mark.parametrize(
    ("variants", "kinds", "yes", "no"),
    [
        ((), (), False, True),
        (("name",), (), True, False),
        ((), ("opaque",), True, None),
        (("name",), ("opaque",), True, False),
        (("partial",), (), None, None),
        (("partial",), ("opaque",), True, None),
        ((), ("thin",), None, None),
    ],
)
def test_a_tick_fits_what_is_seen_and_what_was_covered_for_good(variants, kinds, yes, no):
    what = hits(*variants), covers(*map(CoverKind, kinds))

    assert (tick_fits(True, *what), tick_fits(False, *what)) == (yes, no)
