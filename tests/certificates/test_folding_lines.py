from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.certificates.folding import fold, fold_lines

_CHARACTERS = st.sampled_from("公章，。：（）漢語國家ＡＢ１[]【】—“” \n\t\u2028㎡😀abc")
_TEXTS = st.lists(st.text(_CHARACTERS, max_size=12), max_size=5)


@settings(deadline=None)  # the first call compiles what later ones use
@given(_TEXTS)
def test_many_lines_fold_as_each_by_itself(texts):
    assert fold_lines(texts) == tuple(fold(text) for text in texts)


@given(st.lists(st.text(max_size=8), max_size=4))
def test_any_text_folds_the_same_among_others(texts):
    assert fold_lines(texts) == tuple(fold(text) for text in texts)
