"""Words that nothing holds: how they are read aloud, cut into grams, and corrected."""

import pytest

from portal.search import ngrams
from portal.search.corrections import as_said, best_corrections, passages_read_as
from portal.search.pinyin import nearly_alike, readings, sound_alike, spelled

NAMES = ["老旧小区改造数", "核酸检测点", "Old estates renovated", "Kindergarten places"]


@pytest.mark.parametrize(
    ("character", "expected"),
    [("核", ("he", "hu")), ("重", ("zhong", "chong")), ("女", ("nv",)), ("a", ()), ("，", ())],
)
def test_readings_are_the_common_ones_without_tones(character, expected):
    assert readings(character) == expected


@pytest.mark.parametrize(
    ("pair", "expected"), [("合核", True), ("檢检", True), ("核查", False), ("aa", True)]
)
def test_characters_sound_alike(pair, expected):
    assert sound_alike(*pair) is expected


@pytest.mark.parametrize(
    ("pair", "expected"),
    [("编骗", True), ("林凌", True), ("是四", True), ("编品", False), ("查沙", False), ("ab", False)],
)
def test_characters_are_nearly_alike_where_speakers_confuse_them(pair, expected):
    assert nearly_alike(*pair) is expected


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("被编了怎么办", "被骗了怎么办"),
        ("我上单了", "我上当了"),
        ("被选了", None),
        ("骗", None),
        ("passpord", None),
    ],
)
def test_query_is_read_as_the_word_of_residents_that_it_nearly_sounds_like(query, meant):
    found = as_said(query, ["骗", "被骗", "上当", "passport"])

    assert (found and found.query) == meant


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("hesuan", [["he", "suan"], ["he", "su", "an"]]),
        ("fangan", [["fang", "an"], ["fan", "gan"]]),
        ("estates", []),
        ("he", []),
        ("he1", []),
    ],
)
def test_letters_are_read_as_syllables(letters, expected):
    assert spelled(letters) == expected


def test_letters_may_end_in_the_middle_of_a_syllable():
    assert ["xiao", "q"] in spelled("xiaoq", unfinished=True)
    assert spelled("xiaoq") == []


def test_letters_are_read_in_few_ways_however_many_there_are():
    assert len(spelled("xian" * 25)) <= 8


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("核酸检", "('核酸' & '酸检')"),
        ("核", "'核':*"),
        ("old", "'old'"),
        ("no", "'no':*"),
        ("o'c\\", "('o''c' & '''c\\\\')"),
    ],
)
def test_grams_of_a_word(word, expected):
    assert ngrams.holding(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("路", True),
        ("道路", True),
        ("3月", True),
        ("no", True),
        ("老小区", False),
        ("road", False),
        ("~h", False),
    ],
)
def test_a_word_of_one_gram_is_found_by_the_index_alone(word, expected):
    assert ngrams.says_all(word) is expected


def test_most_pairs_may_lack_those_where_the_words_were_put_together():
    assert ngrams.most_pairs("改造小区", whole=True) == "('改造' & '小区')"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("合酸", "核酸"),
        ("核酸檢測點", "核酸检测点"),
        ("老旧区改造", "老旧小区改造"),
        ("老旧小区小改造", "老旧小区改造"),
        ("老旧小区改建", "老旧小区改造"),
        ("老小旧区改造", "老旧小区改造"),
        ("estaets", "estates"),
        ("kindergaten", "kindergarten"),
        ("renovetad", "renovated"),
    ],
)
def test_word_is_corrected_by_names(word, expected):
    assert best_corrections(word, NAMES)[0].text == expected


@pytest.mark.parametrize("word", ["学校", "改造老旧小区", "ol", "olt", "planet"])
def test_word_too_far_from_every_name_is_left_alone(word):
    assert best_corrections(word, NAMES) == []


def test_passages_are_found_by_their_reading():
    assert passages_read_as(spelled("xiaoqu"), ["校区", "新校区", "小区"]) == ["校区", "小区"]
