"""The best answers to a question in plain words, across all kinds of results.

Filler words are dropped from a question, and each word of a resident is searched beside the portal's (synonyms). Rows
that share any of it are scored by how much of the content their names hold, rare pieces counting more; texts count
half. A kind that gets something done (a guide, a service, a facility) comes before a statistic of the same score.
"""

import datetime as dt
import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.records.search_index import normalized
from portal.records.types import Hit, Source, in_order
from portal.search import ngrams
from portal.search.matching import NEWEST, candidates
from portal.search.models import Synonym

MOST_ANSWERS = 3
#: Candidates scored of one kind.
MOST_SCORED = 200
#: Share of a question that an answer holds at least.
ENOUGH = 0.34
IN_TEXTS, WHOLE_NAME, BREVITY = 0.5, 0.7, 0.15
#: What a piece counts that no row holds: it only says that something of the question is missing.
UNKNOWN = 0.5

#: What only asks, in either language.
FILLERS = re.compile(
    r"请问|有没有|是不是|能不能|可不可以|怎么样|怎么办|怎么|怎样|如何|多少|哪些|哪里|哪儿|在哪|什么时候|什么|几点|情况|进展"
    r"|是真的|真的|找谁|可以|可信|能信|我们|我家|有人|要不要|已经|第一次|接到|打电话|[的了吗呢呀啊我你他她它谁把被都很]"
)
STOP_WORDS = re.compile(
    r"an?|and|are|be(?:en)?|can|do(?:es)?|for|from|g[eo]t|ha[sv]e?|how|is?|in|it|me|much|many|my|o[fnr]|the(?:re)?|this|that"
    r"|to|was|were|wh(?:at|en|ere|ich|ose?)|will|with|your?|first|wants?|pays?"
)
LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Question:
    """The pieces of a question: alternatives of one content word each, and the query as typed."""

    text: str
    slots: tuple[tuple[str, ...], ...]

    @property
    def pieces(self) -> set[str]:
        return {piece for slot in self.slots for word in slot for piece in pieces_of(word)}


@dataclass
class Candidate:
    """A row that shares something with the question, and the pieces of its names and texts."""

    source: Source
    pk: object
    names: list[str]
    name_pieces: set[str]
    text_pieces: set[str]
    score: float = field(default=0.0)


def parsed(query: str) -> Question:
    """The question without fillers, synonyms beside the words that they stand for."""
    text = normalized(query).lower()
    synonyms = {said.lower(): one.meant.lower() for one in Synonym.objects.all() for said in one.said}
    slots: list[tuple[str, ...]] = []
    rest = text
    for said in sorted(synonyms, key=len, reverse=True):
        if _has_word(rest, said):
            slots.append((said, synonyms[said]))
            rest = rest.replace(said, " ")
    slots += [(word,) for word in _content(rest)]
    return Question(text, tuple(slots))


def _has_word(text: str, word: str) -> bool:
    """Whether the word occurs in the text; a Latin word only as a whole."""
    return re.search(rf"\b{re.escape(word)}\b", text) is not None if word.isascii() else word in text


def _content(text: str) -> Iterator[str]:
    for run in ngrams.CHINESE.findall(text):
        yield from filter(None, FILLERS.split(run))
    yield from (word for word in LATIN.findall(text) if not STOP_WORDS.fullmatch(word))


def pieces_of(text: str) -> Iterator[str]:
    """Pairs of Chinese characters, a lone character, and stems of Latin words."""
    for run in ngrams.CHINESE.findall(text):
        yield from (run[i : i + 2] for i in range(max(len(run) - 1, 1)))
    yield from (stem(word) for word in LATIN.findall(text) if not STOP_WORDS.fullmatch(word))


@functools.lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """An English word without its ending: scammed, scams and scam are one."""
    for ending in ("ations", "ation", "ings", "ing", "ers", "ed", "es", "s", "er", "al"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004 - shorter is no stem
            cut = word[: -len(ending)]
            return cut[:-1] if ending[0] != "s" and cut[-1] == cut[-2] else cut
    return word.removesuffix("e")


def best_answers(query: str, at: dt.datetime, *, enough: float = ENOUGH) -> list[Hit]:
    """The hits that answer the query best, at most MOST_ANSWERS; each holds at least `enough` of it."""
    question = parsed(query)
    if not question.slots:
        return []
    found = [one for source in in_order() for one in _candidates(source, question, at)]
    _score(question, found)
    best = sorted(found, key=lambda one: (-one.score, one.source.order))
    return _hits([one for one in best if one.score and one.score >= enough][:MOST_ANSWERS], at)


def _candidates(source: Source, question: Question, at: dt.datetime) -> Iterator[Candidate]:
    searched = source.searched
    if not searched.titles:
        return
    anything = ngrams.either(_gram(piece) for piece in question.pieces)
    rows = source.rows(at).filter(candidates(source.model, anything)).order_by(NEWEST)
    named = len(searched.named)
    for pk, *texts in rows.values_list("pk", *searched.columns)[:MOST_SCORED]:
        names = [normalized(name).lower() for name in _flat(texts[:named])]
        text_pieces = {
            piece for text in _flat(texts[named:]) for piece in pieces_of(normalized(text).lower())
        }
        yield Candidate(
            source, pk, names, {piece for name in names for piece in pieces_of(name)}, text_pieces
        )


def _gram(piece: str) -> str:
    return ngrams.every(ngrams.grams_of(piece)) or f"{ngrams.lexeme(piece)}:*"


def _flat(texts: Iterable[str | list[str]]) -> Iterator[str]:
    for text in texts:
        yield from [text] if isinstance(text, str) else text


def _score(question: Question, candidates: list[Candidate]) -> None:
    """Score each candidate: the share of the question that it holds, between 0 and some 2."""
    seen = Counter(
        piece for one in candidates for piece in question.pieces & (one.name_pieces | one.text_pieces)
    )
    rarity = {
        piece: math.log(1 + (len(candidates) + 1) / (1 + seen[piece])) if seen[piece] else UNKNOWN
        for piece in question.pieces
    }
    slots = [[(word, list(pieces_of(word))) for word in slot] for slot in question.slots]
    weights = [max(sum(rarity[piece] for piece in pieces) for _word, pieces in slot) for slot in slots]
    for one in candidates:
        shares = [max(_share(one, pieces, rarity) for _word, pieces in slot) for slot in slots]
        total = sum(share * weight for share, weight in zip(shares, weights, strict=True)) / (
            sum(weights) or 1
        )
        one.score = (total + _bonus(one, question)) * one.source.weight if total else 0


def _share(one: Candidate, pieces: list[str], rarity: dict[str, float]) -> float:
    held = sum(
        rarity[p] * (1 if p in one.name_pieces else IN_TEXTS if p in one.text_pieces else 0) for p in pieces
    )
    return held / (sum(rarity[piece] for piece in pieces) or 1)


def _bonus(one: Candidate, question: Question) -> float:
    """More for a name that the question says whole, and for a short one."""
    words = [word for slot in question.slots for word in slot]
    whole = max((len(name) for name in one.names if any(_has_word(word, name) for word in words)), default=0)
    length = max(map(len, words))
    shortest = min(map(len, one.names), default=99)
    return WHOLE_NAME * min(whole / length, 1) + BREVITY / math.log2(2 + shortest)


def _hits(best: list[Candidate], at: dt.datetime) -> list[Hit]:
    """The hits of the candidates, in their order; one query and one call for each kind."""
    found: dict[tuple[str, object], Hit] = {}
    for source in {one.source.kind: one.source for one in best}.values():
        rows = list(source.rows(at).filter(pk__in=[one.pk for one in best if one.source is source]))
        found |= {(source.kind, row.pk): hit for row, hit in zip(rows, source.hits(rows, at), strict=True)}
    return [found[one.source.kind, one.pk] for one in best]
