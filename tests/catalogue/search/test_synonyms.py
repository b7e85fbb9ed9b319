from catalogue.search.analysis import tokens
from catalogue.search.synonyms import Synonyms, load


def runs(text):
    return [(" ".join(token.exact for token in run), same) for run, same in load().split(tokens(text))]


def test_the_longest_known_run_of_words_wins():
    assert [run for run, _ in runs("dầu lạc rang")] == ["dầu lạc", "rang"]
    assert ("dầu", "đậu", "phộng") in runs("dầu lạc rang")[0][1]


def test_words_with_other_marks_are_other_words():
    assert runs("dứa") == [("dứa", [("thơm",), ("khóm",)])]
    assert runs("dừa") == [("dừa", [])]
    assert runs("dua") == [("dua", [])]


def test_several_words_without_marks_are_known_when_only_one_group_folds_so():
    assert runs("dau phong") == [("dau phong", [("lạc",), ("đậu", "phụng")])]


def test_folded_words_of_two_groups_stay_as_typed():
    ambiguous = Synonyms(["lá dứa,lá thơm", "lá dừa,lá cọ"])
    assert [same for _, same in ambiguous.split(tokens("la dua"))] == [[], []]


def test_a_spelling_with_y_is_the_spelling_with_i():
    assert runs("mỳ tôm") == runs("mì tôm")
