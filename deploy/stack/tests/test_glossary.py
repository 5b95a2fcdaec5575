"""`phohien glossary`, and the sample dataset read by the rules of its languages."""

import pytest
from typer.testing import CliRunner

from content_api.glossary import files
from content_api.items.derived.values import is_hard
from content_api.translations.differences import differences
from content_api.translations.terms import FORBIDDEN, Term, check
from phohien_stack.commands.glossary import app
from phohien_stack.dataset.entries import Entry, all_entries

HEADER = "source_vi,lang,rendering,forbidden,kind,source,valid_from,valid_to\n"
LINE = "Chợ Gạo,en,Gao Market,Rice Market;Rice Bazaar,place,Sở Công Thương,,\n"


@pytest.fixture
def run(fresh_urls, monkeypatch):
    monkeypatch.setenv("PHOHIEN_DATABASE_URL", fresh_urls.owner)

    def command(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return command


def test_a_file_goes_in_and_comes_out_as_it_was(run, tmp_path):
    file, out = tmp_path / "terms.csv", tmp_path / "out.csv"
    file.write_text(HEADER + LINE, "utf-8")

    first, again = run("import", file), run("import", file, "--json")
    run("export", out)

    assert first.output == "1 added, 0 changed, 0 unchanged\n"
    assert '"unchanged": 1' in again.output
    whole = out.read_text("utf-8")
    assert whole.startswith(HEADER)
    assert f"\n{LINE}" in whole
    assert run("export").output == whole
    assert '"added": 0, "changed": 0' in run("import", out, "--json").output


def test_a_file_with_a_wrong_line_changes_nothing(run, tmp_path):
    before = run("export").output
    file = tmp_path / "terms.csv"
    file.write_text(f"{HEADER}{LINE}Chợ Gạo,vi,Chợ,,place,,,\n", "utf-8")

    checked, imported = run("check", file), run("import", file)

    assert (checked.exit_code, imported.exit_code) == (1, 1)
    assert "line 3/lang: " in checked.output + checked.stderr
    assert run("export").output == before


@pytest.fixture(params=all_entries(), ids=lambda entry: entry.id)
def entry(request) -> Entry:
    return request.param


class TestTheDataset:
    def test_says_the_same_figures_in_every_language(self, entry):
        source = entry.body["languages"]["vi"]
        for lang, words in entry.body["languages"].items():
            for name in words.keys() & source.keys() if lang != "vi" else ():
                found = differences(source[name], words[name], lang)
                assert not is_hard(found, name, []), (lang, name, found)

    def test_uses_no_forbidden_name(self, entry):
        shipped = files.files("content_api.glossary").joinpath("data", "terms.csv")
        terms = files.read(shipped.read_text("utf-8"))
        for lang, words in entry.body["languages"].items():
            own = [
                Term(
                    each.source_vi,
                    each.rendering,
                    each.forbidden,
                    each.kind.value,
                    each.source,
                )
                for each in terms
                if each.lang == lang
            ]
            found = check(entry.body["languages"]["vi"], words, own)
            assert FORBIDDEN not in {each.code for each in found}, found
