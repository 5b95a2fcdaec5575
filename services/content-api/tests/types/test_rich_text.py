"""One subset of HTML for every field and language, whatever is sent in."""

import json
from unicodedata import normalize

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from content_api.types import registry
from content_api.types.check import check
from content_api.types.values.texts import RICH, TAGS, Rich

WORDS = TypeAdapter(Rich)
PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<ul><li>",
        "</li></ul>",
        "<table><td colspan=2>",
        "<b>",
        "<em>",
        "</em>",
        "<script>",
        "</script>",
        "<svg onload=x()>",
        "<style>*{}</style>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:x">',
        "<a href=https://hungyen.gov.vn/ title='\"'>",
        "</a>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<math><mtext>",
        '<noscript><p title="</noscript><img src=x onerror=x()>">',
        "<br/>",
        "&lt;",
        "&amp;lt;",
        "&#106;",
        "&",
        "<",
        ">",
        "<a",
        '"',
        "'",
        "<x-y>",
        "</",
        "Phố Hiến",
        "thuỵ",
        "ệ",
        "\n\n",
        "\n",
        " ",
        '<p style="x">',
        "<iframe srcdoc=x>",
        "<template>",
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=6), min_size=1, max_size=14).map("".join)
CASES = {
    "<p onclick='x()'>A</p>": "<p>A</p>",
    "<script>x()</script>B": "<p>B</p>",
    '<a href="javascript:x">b</a>': "<a>b</a>",
    '<a href="JaVa\tScRiPt:x">b</a>': "<a>b</a>",
    '<a href="data:text/html,x">b</a>': "<a>b</a>",
    '<a href="&#106;avascript:x">b</a>': "<a>b</a>",
    '<a href="https://a.vn" target=_blank rel=x>b</a>': '<a href="https://a.vn">b</a>',
    "<p>A<svg onload=x()><style>p{}</style></svg></p>": "<p>A</p>",
    "<p style='color:red'>A</p>": "<p>A</p>",
    "<scr<script>ipt>x()</script>C": "<p>ipt&gt;x()C</p>",
    "<img src=x onerror=x()>D": "<p>D</p>",
    "5 < 6 và a <b": "<p>5 &lt; 6 và a &lt;b</p>",
    "Một\n\nHai\nBa": "<p>Một</p><p>Hai<br>Ba</p>",
    "<td colspan=2 rowspan=3 bgcolor=red>E</td>": "<p>E</p>",
}


def clean(text):
    return WORDS.validate_python(text)


def tried(text):
    """None when nothing is left of it."""
    try:
        return clean(text)
    except ValidationError:
        return None


@pytest.mark.parametrize("given_text", CASES)
def test_what_could_run_is_gone_and_words_stay(given_text):
    assert clean(given_text) == CASES[given_text]


@settings(max_examples=300)
@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(text):
    once = tried(text)
    if once is None:
        return
    assert clean(once) == once
    assert nh3.clean(once, tags=TAGS, link_rel=None) == once
    assert not {"<script", "onerror=", "<svg", "<style", "<img"} & set(
        nh3.clean(once, tags=TAGS).lower().split()
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<script>x()</script>", "nothing-left"),
        ("<ul><li>" * 12_000, "nested-too-deep"),
        ("<div>" * 12_000 + "x", "nested-too-deep"),
        ("&" * RICH, "too-long"),
        ("x" * (RICH + 1), "string_too_long"),
    ],
)
def test_what_cannot_be_a_text_is_refused_with_what_to_do(text, code):
    with pytest.raises(ValidationError) as refused:
        clean(text)

    assert refused.value.errors()[0]["type"] == code


def test_a_long_page_without_end_tags_is_no_deep_one():
    page = "<ul>" + "<li>Một" * 2_000 + "</ul>" + "<p>Hai" * 2_000

    assert clean(page).count("<li>") == 2_000


def test_every_rich_field_of_every_type_is_cleaned_in_every_language():
    found = 0
    for content_type in registry.all_types():
        for name, field in content_type.texts.model_json_schema()["properties"].items():
            if "text/html" not in json.dumps(field):
                continue
            found += 1
            texts = {
                lang: {
                    "title": "A",
                    name: "<p onclick=x()>Phố Hiến</p><script>x</script>",
                }
                for lang in ("vi", "zh-Hans", "ja", "fr")
            }
            checked = check(content_type.code, {}, texts)
            kept = {lang: words[name] for lang, words in checked.texts.items()}
            assert set(kept.values()) == {"<p>Phố Hiến</p>"}, (content_type.code, name)
    assert found > 15


async def test_what_is_hashed_and_shown_is_the_clean_text(
    officer, make_released, client
):
    hostile = "<p onclick=x()>Phố Hiến</p><script>x()</script>"
    texts = {"title": "Tin", "lead": "Sa pô", "body": normalize("NFD", hostile)}
    item = await make_released(type="article", fields={}, languages={"vi": texts})
    put = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/en",
        json={"texts": {"title": "News", "body": f"{hostile}<svg onload=x()>"}},
        headers={"If-Match": f'"{item["hash"]}"'},
    )

    assert item["texts"]["vi"]["body"] == "<p>Phố Hiến</p>"
    assert put.json()["texts"]["en"]["body"] == "<p>Phố Hiến</p>"
    shown = await client.get(f"/v1/items/{item['key']}")
    assert "onclick" not in shown.text
    assert "script" not in shown.text
    assert shown.json()["texts"]["body"] == "<p>Phố Hiến</p>"
    clean_again = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/en",
        json={"texts": put.json()["texts"]["en"]},
        headers={"If-Match": f'"{put.json()["languages"]["en"]["closure_hash"]}"'},
    )
    assert clean_again.json()["hash"] == put.json()["hash"]
