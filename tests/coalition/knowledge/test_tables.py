"""A table of words is taken whole or not at all; each row that cannot be taken has one reason."""

import time

import pytest
from django.utils import timezone

from coalition.knowledge.actions import load_shipped, take_in
from coalition.knowledge.edges.shipped import shipped_rows
from coalition.knowledge.edges.tables import read_table, written_table
from coalition.knowledge.queries.tables import compared, headings_of, known_names, rows_of
from coalition.knowledge.rules.tables import LOOK_ALIKES, TAXA, WORDS, BadTable, Known
from coalition.models import Lexicon, Taxon, Term

KNOWN = Known(frozenset({"elephant"}), frozenset({"ivory"}))
HEAD = "text,language,kind,taxon,product,needs_company,source,status"
GOOD = "gombluk,id,product,elephant,ivory,,M,listed"


def problems(*rows: str, head: str = HEAD) -> list[tuple[int, str]]:
    """The line and the code of each row that cannot be taken."""
    found = read_table("\n".join((head, *rows)).encode(), KNOWN)
    return [(problem.line, problem.code) for problem in found.problems]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("x,id,product,elephant,ivory,,M,listed", "too-short"),
        ("!!,id,product,elephant,ivory,,M,listed", "too-short"),
        ("iv[o0]ry,id,product,elephant,ivory,,M,listed", "regex"),
        ("(?i)ivory,id,product,elephant,ivory,,M,listed", "regex"),
        ("(a+)+$,id,product,elephant,ivory,,M,listed", "regex"),
        ("ivory * box,id,product,elephant,ivory,,M,listed", "regex"),
        ("=HYPERLINK(1),id,product,elephant,ivory,,M,listed", "formula"),
        ("gombluk,id,product,elephant,ivory,,@SUM(1),listed", "formula"),
        ("gombluk,Indonesian,product,elephant,ivory,,M,listed", "bad-language"),
        ("gombluk,id,wonder,elephant,ivory,,M,listed", "unknown-kind"),
        ("gombluk,id,product,unicorn,ivory,,M,listed", "unknown-taxon"),
        ("gombluk,id,product,,ivory,,M,listed", "no-taxon"),
        ("gombluk,id,product,elephant,gold,,M,listed", "unknown-product"),
        ("gombluk,id,product,elephant,ivory,maybe,M,listed", "yes-or-no"),
        ("gombluk,id,product,elephant,ivory,,,listed", "empty"),
        ("gombluk,id,product,elephant,ivory,,M,sure", "unknown-status"),
        (f"{'a' * 201},id,product,elephant,ivory,,M,listed", "too-long"),
        (f"{GOOD},one more", "too-many-cells"),
    ],
    ids=lambda value: str(value)[:24] if "," not in str(value) else "row",
)
def test_a_row_that_cannot_be_taken_has_its_reason(row: str, code: str) -> None:
    assert problems("gading,id,product,elephant,ivory,,M,listed", row) == [(3, code)]


def test_a_row_that_stands_twice_names_the_other() -> None:
    found = read_table("\n".join((HEAD, GOOD, "", GOOD)).encode(), KNOWN)
    assert [(one.line, one.code, one.said) for one in found.problems] == [(4, "twice", "2")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"a,b,c\n1,2,3", "missing-columns"),
        (f"{HEAD},colour\n{GOOD},red".encode(), "unknown-columns"),
        (f"{HEAD},text\n{GOOD},red".encode(), "unknown-columns"),
        (HEAD.encode(), "no-rows"),
        (b"PK\x03\x04zip", "workbook"),
        (f"{HEAD}\n".encode() + b"\xe9t\xe9", "old-encoding"),
        (f'{HEAD}\n"gombluk'.encode() + b"a" * 30_000, "broken"),
        (b"a" * 10_000_000, "too-large"),
    ],
    ids=["nothing", "other columns", "unknown", "twice", "no rows", "workbook", "letters", "open quote", "10 MB"],
)
def test_a_file_that_is_no_table_says_why(data: bytes, code: str) -> None:
    with pytest.raises(BadTable) as refused:
        read_table(data, KNOWN)
    assert refused.value.code == code


def test_too_many_rows_are_refused_before_they_take_long() -> None:
    rows = "\n".join(GOOD.replace("gombluk", f"gombluk {n}") for n in range(20_001))
    begun = time.process_time()
    with pytest.raises(BadTable, match="too-many-rows"):
        read_table(f"{HEAD}\n{rows}".encode(), KNOWN)
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("marks", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_is_read_as_spreadsheets_write_it(marks: str, letters: str) -> None:
    table = f"{HEAD}\r\n{GOOD}\r\n".replace(",", marks).encode(letters)
    assert [row["text"] for _line, row in read_table(table, KNOWN).rows] == ["gombluk"]


def test_without_a_status_a_row_is_doubtful_and_a_doubtful_look_alike_is_weak() -> None:
    (_, word), *_ = read_table(f"{HEAD}\n{GOOD.removesuffix('listed')}".encode(), KNOWN).rows
    look = "text,language,clears,strength,why,source\nivory * dress|gown,en,elephant,strong,colour,M"
    (_, alike), *_ = read_table(look.encode(), KNOWN).rows
    assert (word["status"], alike["status"], alike["strength"]) == ("doubtful", "doubtful", "cover")


def test_a_code_word_is_restricted_whatever_the_table_says() -> None:
    (_, row), *_ = read_table(f"{HEAD},restricted\njelly,en,code-word,elephant,,,M,listed,no".encode(), KNOWN).rows
    assert row["restricted"] is True


@pytest.mark.parametrize(
    "text",
    ["ivory * * dress", "*", "ivory *", "a|b", "ivory * (dress|gown)", "ivory * d.*", " * ".join(["ivory"] * 5)],
)
def test_a_look_alike_that_is_no_pattern_of_ours_is_refused(text: str) -> None:
    head = "text,language,clears,strength,why,source,status"
    assert problems(f"{text},en,elephant,strong,colour,M,listed", head=head)[0][1] in ("regex", "too-short")


@pytest.mark.django_db
def test_what_is_exported_comes_back_as_the_same() -> None:
    load_shipped(shipped_rows(), by=None, now=timezone.now())
    for table in (WORDS, LOOK_ALIKES, TAXA):
        file = written_table(headings_of(table), rows_of(table, restricted=True))
        back = read_table(file, known_names())
        found = compared(table, [row for _line, row in back.rows])
        assert (table, back.problems, found.added, found.changed) == (table, (), 0, 0)


@pytest.mark.django_db
def test_restricted_words_are_left_out_unless_asked_for() -> None:
    load_shipped(shipped_rows(), by=None, now=timezone.now())
    open_rows, all_rows = (rows_of(WORDS, restricted=with_them) for with_them in (False, True))
    assert len(all_rows) - len(open_rows) == Term.objects.filter(is_restricted=True).count() > 60


@pytest.mark.django_db
def test_taking_in_adds_changes_and_freezes_the_next_number() -> None:
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant")
    load_shipped(shipped_rows(), by=None, now=timezone.now())
    before = Lexicon.objects.get().rows
    rows = read_table(f"{HEAD}\n{GOOD}\n{GOOD.replace('gombluk', 'gading')}".encode(), known_names()).rows

    for _ in range(2):
        take_in(WORDS, [row for _line, row in rows], shipped_rows(), by=None, now=timezone.now())

    assert Term.objects.filter(text="gombluk").count() == 1
    assert list(Lexicon.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert Lexicon.objects.get(number=1).rows == before
    assert "gombluk" in {row["text"] for row in Lexicon.objects.get(number=2).rows}


@pytest.mark.django_db
def test_taxa_change_without_a_new_lexicon() -> None:
    load_shipped(shipped_rows(), by=None, now=timezone.now())
    file = b"key,name,group,scientific\nelephant,Elephants,mammal_part,Loxodonta africana\nquagga,Quagga,mammal_part,"
    rows = [row for _line, row in read_table(file, known_names()).rows]

    assert take_in(TAXA, rows, shipped_rows(), by=None, now=timezone.now()) is None
    assert (Taxon.objects.get(key="elephant").name, Taxon.objects.filter(key="quagga").count()) == ("Elephants", 1)
    assert Lexicon.objects.count() == 1
