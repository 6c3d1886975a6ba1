"""What is understood and said in each language, from the YAML file of that language in this folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from voicecoach.errors import FileError, Problem, RequestError
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.language_file import LanguageFile
from voicecoach.language.movement import MovementWords
from voicecoach.language.problems import checked, read
from voicecoach.language.vocabulary import Command, Expectation, Vocabulary, active_commands
from voicecoach.language.wording import Wording, flattened
from voicecoach.routine.nodes import Document, Path, shown


@dataclass(frozen=True, slots=True)
class Language:
    """One language file."""

    code: str
    vocabulary: Vocabulary
    wording: Wording
    """What the session says."""
    texts: LanguageFile
    """All other texts, by section."""
    adjustments: Mapping[str, Adjustment]
    """Phrase to the change of a setting that it asks for."""

    @property
    def keys(self) -> Mapping[str, str]:
        """Key on the keyboard to the name of the command that it stands for."""
        return self.texts.keys

    @property
    def courtesies(self) -> tuple[str, ...]:
        """Words that may stand around a command in a transcript, such as "please"."""
        return self.texts.courtesies


def available() -> tuple[str, ...]:
    """The codes of the languages that are packaged."""
    here = files(__package__).iterdir()
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in here if entry.name.endswith(".yaml")))


@cache
def load(code: str) -> Language:
    """The language with this code. Raises RequestError for a code that is not packaged, FileError for a faulty file."""
    if code not in available():
        raise RequestError(f"There is no language '{code}'. There is {', '.join(available())}.")
    name = f"{code}.yaml"
    return parse_language(files(__package__).joinpath(name).read_bytes(), f"language/{name}")


def parse_language(source: bytes, file: str) -> Language:
    """A language from the content of its file. Raises FileError with everything that is wrong with it."""
    document = read(source, file)
    content, problems = checked(document, LanguageFile)
    problems += _phrase_problems(document)
    if problems or content is None:
        raise FileError(sorted(set(problems)))
    vocabulary = Vocabulary(content.language, {command: content.commands[command.value] for command in Command})
    return Language(
        code=content.language,
        vocabulary=vocabulary,
        wording=Wording(
            flattened(content.sentences),
            content.numbers,
            content.sides.model_dump(),
            MovementWords(**content.movement.model_dump()),
        ),
        texts=content,
        adjustments={phrase: Adjustment(name) for name, phrases in content.adjustments.items() for phrase in phrases},
    )


# -- what no single key can tell ---------------------------------------------------------------------------------------


def _phrase_problems(document: Document) -> Iterator[Problem]:
    """Commands and adjustments that are unknown or have no phrase, and phrases that mean two things."""
    names = {"commands": [command.value for command in Command], "adjustments": [a.value for a in Adjustment]}
    phrases = {section: dict(_phrases(document, section)) for section in names}
    for section, known in names.items():
        written = _mapping(document, section)
        for name in written:
            if name not in known:
                message = f"unknown key {shown(name)} in '{section}'"
                yield document.problem(document.key_at((section, name)), message)
        for name in known:
            if not written.get(name):
                message = f"'{name}' in '{section}' has no phrase"
                yield document.problem(document.value_at((section, name)), message)
    yield from _double_meanings(document, phrases["commands"])
    commands = set(phrases["commands"].values())
    seen: set[str] = set()
    for path, phrase in phrases["adjustments"].items():
        if phrase in commands or phrase in seen:
            yield document.problem(document.value_at(path), f"{shown(phrase)} means something else already")
        seen.add(phrase)
    meant = {command.value for command in Command} | {"pause-or-resume"}
    for section in ("keys", "answer_keys"):
        for key, command in _mapping(document, section).items():
            if command not in meant:
                yield document.problem(document.value_at((section, key)), f"{shown(str(command))} is no command")


def _double_meanings(document: Document, phrases: Mapping[Path, str]) -> Iterator[Problem]:
    """One phrase may serve two commands, but not two that count at the same time."""
    for expectation in Expectation:
        active = {command.value for command in active_commands(expectation)}
        meant: dict[str, str] = {}
        for path, phrase in phrases.items():
            name = str(path[1])
            if name not in active:
                continue
            if phrase in meant:
                message = f"{shown(phrase)} means '{meant[phrase]}' already"
                yield document.problem(document.value_at(path), message)
            meant.setdefault(phrase, name)


def _phrases(document: Document, section: str) -> Iterator[tuple[Path, str]]:
    for name, phrases in _mapping(document, section).items():
        for number, phrase in enumerate(phrases if isinstance(phrases, list) else ()):
            if isinstance(phrase, str):
                yield (section, name, number), phrase


def _mapping(document: Document, section: str) -> Mapping[str, object]:
    found = document.data.get(section) if isinstance(document.data, dict) else None
    return found if isinstance(found, dict) else {}
