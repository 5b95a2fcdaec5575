"""A connector says what it wants of a profile, and the schema and the check say it."""

import json
import os
import subprocess
import sys
from textwrap import dedent

import pytest
import yaml
from jsonschema import Draft202012Validator

from asean_sync.profiles import kinds
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.errors import ProfileRefusedError
from asean_sync.templates import shelf


@pytest.fixture
def refused():
    def refuse(text):
        with pytest.raises(ProfileRefusedError) as error:
            read_profile(text, "x.yaml")
        return [one.detail for one in error.value.errors]

    return refuse


def line_of(text, part):
    return text.partition(part)[0].count("\n") + 1


def test_the_published_schema_is_one_and_every_template_fulfils_it():
    schema = kinds.json_schema()
    Draft202012Validator.check_schema(schema)
    published = Draft202012Validator(json.loads(json.dumps(schema)))
    for name in shelf.names():
        assert list(published.iter_errors(yaml.safe_load(shelf.text_of(name)))) == []


def test_a_kind_nobody_brought_is_answered_with_those_there_are(refused):
    text = shelf.text_of("wordpress-portal")
    (said,) = refused(text.replace("connector: wordpress", "connector: joomla"))
    assert f"x.yaml:{line_of(text, 'connector: wordpress')}: 'joomla'" in said
    assert "'rest_json'" in said


def test_a_block_the_connector_never_reads_is_refused(refused):
    text = shelf.text_of("wordpress-portal") + "ids: {as: key}\n"
    (said,) = refused(text)
    assert said.startswith(f"x.yaml:{line_of(text, 'ids:')}: wordpress has no block")


def test_a_wrong_option_is_told_with_its_line_whoever_checks_it(refused):
    text = shelf.text_of("wordpress-portal")
    by_schema = refused(text.replace("withdraw: trash", "withdraw: bin"))
    assert f"x.yaml:{line_of(text, 'withdraw: trash')}: 'bin' is not" in by_schema[0]
    by_connector = refused(text.replace("    tags: {by: name", "    words: {by: name"))
    assert f"x.yaml:{line_of(text, '    tags: {by')}: 'words'" in by_connector[0]


def test_every_contradiction_is_told_at_once_with_its_own_line(refused, profile_text):
    text = profile_text.replace(
        "\nunit:", "\nvolatile: [exportedAt]\nheaders: {Host: a, X-Api-Key: b}\nunit:"
    ).replace("topics: {path: topics}", "topics: {path: topics, then: [{lookup: x}]}")
    said = refused(text)
    assert [one.partition(": ")[0] for one in said] == [
        f"x.yaml:{line_of(text, part)}"
        for part in ("volatile:", "headers:", "headers:", "topics: {path")
    ]


def test_a_third_party_brings_a_kind_as_an_entry_point(tmp_path):
    (tmp_path / "theirs.py").write_text(
        dedent("""
        from asean_sync.connectors.rest_json import RestJson
        from asean_sync.profiles.kinds import Spec
        from asean_sync.profiles.mapping import Part

        class Options(Part):
            desk: int

        class Theirs(RestJson):
            kind = "their_kind"

            @classmethod
            def spec(cls):
                return Spec(Options, needs=frozenset({"base_url"}))
        """)
    )
    packaged = tmp_path / "theirs-1.0.dist-info"
    packaged.mkdir()
    (packaged / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\n")
    (packaged / "entry_points.txt").write_text(
        "[asean_sync.connectors]\ntheir_kind = theirs:Theirs\nrest_json = theirs:Theirs"
    )
    profile = """
    profile: {target: xa, version: 1, connector: their_kind}
    base_url: https://xa.example
    languages: {vi: vi}
    map: {a: {path: key}}
    """
    code = """
    import sys
    from asean_sync.profiles import kinds
    from asean_sync.profiles.check import read_profile
    from asean_sync.profiles.errors import ProfileRefusedError

    text = sys.stdin.read()
    read_profile(text + "options: {desk: 2}", "theirs.yaml")
    print(kinds.load("their_kind").kind, kinds.load("rest_json").kind)
    try:
        read_profile(text + "options: {desk: hai}", "theirs.yaml")
    except ProfileRefusedError as error:
        print(error.errors[0].detail)
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        input=dedent(profile),
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    # Another package cannot take the place of a kind of ours.
    assert done.stdout.splitlines() == [
        "their_kind rest_json",
        "theirs.yaml:6: 'hai' is not of type 'integer'",
    ], done.stderr
