"""The people of a page: which Japanese form is whose, where only the English says who spoke."""

from __future__ import annotations

import pytest

from corpus.extraction.people.clusters import people_of
from corpus.names import fullness
from corpus.types import Attribution


def form_of(text: str, name: str) -> str | None:
    """The Japanese form that a page without mentions gives whoever its English names."""
    person = people_of(text, (), [Attribution(name)]).by_name(name)
    assert person is not None
    return person.forms[0] if person.forms else None


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("名指しされたラークフット動物病院も黙っていない。", "Larkfoot Animal Clinic", "ラークフット動物病院"),
        ("姉妹校のオドゥヤ校長先生から手紙が届いた。", "Tamsin Oduya", "オドゥヤ校長先生"),
        ("【フィリーおばさんの人生相談】", "Aunt Philly", "フィリーおばさん"),
        ("ミナ・オコンジョのオールが見つかった。オコンジョは笑う。", "Mina Okonjo", "ミナ・オコンジョ"),
        ("オコンジョは笑う。", "Mina Okonjo", "オコンジョ"),
        # A place alone is not what is named after it, nor a district; and names begin with capitals.
        ("ブリンドルポートで見つかった。", "Brindleport Police", None),
        ("トルヴィック郡の道路は白い。", "Torvik County Roads", None),
        ("パーセル前社長が戻る。", "parcel_61", None),
        ("会場のグレインホールは満員だ。", "Mina Okonjo", None),
    ],
)
def test_a_name_in_english_is_found_in_katakana_with_what_follows_it(text: str, name: str, form: str | None) -> None:
    assert form_of(text, name) == form


def test_a_label_with_a_title_is_completed_to_the_full_name() -> None:
    text = "証人 ガレス・ソームズ / Mr Gareth Soames"
    said = Attribution(speaker="MR SOAMES")
    (person,) = people_of(text, [("ガレス・ソームズ", None)], [said]).persons
    assert person.names[0] == "Gareth Soames"


@pytest.mark.parametrize(
    ("name", "fuller"), [("Holroyd", "Mrs Holroyd"), ("MR SOAMES", "Gareth Soames"), ("Ann", "Ann Mary Penn")]
)
def test_fullness_counts_no_title(name: str, fuller: str) -> None:
    assert fullness(name) < fullness(fuller)


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("校長のPhilippa Noonan-Adeyo先生が話した。", "Philippa Noonan-Adeyo先生", "Philippa Noonan-Adeyo"),
        ("Kit Sorrelby wrote it.\nキットは言った。", "キット", "Kit Sorrelby"),
        ("CEOは黙った。", "CEO", None),
        ("rook_k さんは黙った。", "rook_k さん", None),
        ("drossel さんは黙った。", "drossel さん", None),
        ("館長は黙った。", "館長", None),
        ("Until I'm Clem again.\nクレムは黙った。", "クレム", "Clem"),
        ("Please write to Aunt Orla.\nオーラおばさんは黙った。プライスさんも。", "オーラおばさん", "Aunt Orla"),
        ("Please write to Aunt Orla.\nオーラおばさんは黙った。プライスさんも。", "プライスさん", None),
        ("Nan Pettibone's Oat Stew\nナンばあちゃんの味だ。", "ナンばあちゃん", "Nan Pettibone"),
        ("Torvane社は黙った。", "Torvane社", "Torvane"),
        ("Skerry Drumlin プロジェクトは黙った。", "Skerry Drumlin プロジェクト", "Skerry Drumlin"),
        ("Fern公式が黙った。", "Fern公式", "Fern"),
        ("Torvane県は黙った。", "Torvane県", None),
    ],
)
def test_the_english_of_a_form_that_is_nobodys(text: str, form: str, name: str | None) -> None:
    assert people_of(text, (), ()).english_of(form) == name


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("INES CALLOWAY: I am done.", "イネス・キャロウェイ", "INES CALLOWAY"),
        ("INES CALLOWAY: I am done.\nInes Calloway left.", "イネス・キャロウェイ", "Ines Calloway"),
        ("RUN OBUYA", "オブヤ", "OBUYA"),
        ("OLSEN GREY is out.", "マチルダ・オルセン", None),
        ("SMITH & CO. is out.", "スミス", None),
    ],
)
def test_a_name_in_capitals_is_one_where_both_its_words_are(text: str, form: str, name: str | None) -> None:
    (person,) = people_of(text, [(form, None)], ()).persons
    assert next(iter(person.names), None) == name


@pytest.mark.parametrize(
    ("text", "name", "form", "full"),
    [
        ("出席：Hedda Voll、Prakash Dorai", "HV", "HV", "Hedda Voll"),
        ("出席：Hedda Voll、Hugo Vane", "HV", "HV", "HV"),
        ("出席：Hedda Voll", "TA", "TA", "TA"),
        ("基調講演：Tamsin Orrell\nOrrell氏は笑った。", "Orrell", "Orrell氏", "Tamsin Orrell"),
        ("Tamsin Orrell and Piers Orrell\nOrrell氏は笑った。", "Orrell", "Orrell氏", "Orrell"),
        ("Meeting Orrell\nOrrellは速い。", "Orrell", "Orrell", "Orrell"),
    ],
)
def test_initials_and_a_family_name_with_a_title_are_whose_full_name_the_page_writes(
    text: str, name: str, form: str, full: str
) -> None:
    people = people_of(text, (), ())
    assert people.full_name(name, form, label=name.isupper()) == full
    assert not name.isupper() or people.full_name(name, form) == name


def test_a_family_name_that_sounds_alike_joins_a_given_one_that_does_not() -> None:
    said = [Attribution("Caoimhe Rafferty"), Attribution("Rafferty")]
    people = people_of("クィーヴァ・ラファティ町長が話した。", [("クィーヴァ・ラファティ町長", None)], said)
    assert [person.names[0] for person in people.persons] == ["Caoimhe Rafferty"]


def test_who_is_of_the_family_and_not_called_so_is_another() -> None:
    forms = [("クィーヴァ・ラファティ町長", None), ("グレタ・ラファティさん", None)]
    people = people_of("町の話。", forms, [Attribution("Caoimhe Rafferty")])
    assert [person.names for person in people.persons] == [("Caoimhe Rafferty",), ()]


def test_a_family_name_alone_is_whose_full_name_stands_beside_the_japanese() -> None:
    text = "デルフィーヌ・アルスノー（Delphine Arceneaux）さんは修理に出した。"
    people = people_of(text, [("デルフィーヌ・アルスノー", None)], [Attribution("Arceneaux")])
    assert [person.names for person in people.persons] == [("Delphine Arceneaux", "Arceneaux")]


@pytest.mark.parametrize(
    ("form", "name"), [("マイク・ラファティさん", "Siobhan Rafferty"), ("ケン・ヴァンさん", "Olga Van")]
)
def test_a_family_name_does_not_join_given_names_that_differ(form: str, name: str) -> None:
    people = people_of("町の話。", [(form, None)], [Attribution(name)])
    assert not any(person.forms and person.names for person in people.persons)


def test_a_line_above_is_no_part_of_a_name() -> None:
    people = people_of("橋を建てたのはHarbour\nArceneaux氏は語った。", [], [Attribution("Arceneaux")])
    assert [person.forms for person in people.persons] == [("Arceneaux",)]
