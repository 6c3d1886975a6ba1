"""What there is to choose from for voice, loudness and speaking rate: words, and the figure behind them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voicecoach.voice.interface import VoiceInfo

JsonObject = dict[str, object]

LOUDNESS_DB = {"much_quieter": -12.0, "quieter": -8.0, "a_little_quieter": -4.0, "even": 0.0}
LOUDNESS_DB |= {"a_little_louder": 4.0, "louder": 8.0}
"""In the steps of "louder" and "quieter"."""
RATES_WPM = {"very_slow": 100.0, "slow": 125.0, "ordinary": 150.0, "quick": 175.0, "very_quick": 200.0}


def voice_options(offered: Sequence[VoiceInfo], chosen: str | None, own: str) -> list[JsonObject]:
    """``own`` is the voice that the program would take, and comes first; one that is chosen and not offered is there
    too."""
    options: list[JsonObject] = [
        {"name": voice.name, "about": f"{voice.description} · {voice.engine}"} for voice in offered
    ]
    if chosen and chosen not in [voice.name for voice in offered]:
        options.append({"name": chosen, "about": ""})
    return [{"name": "", "about": own}, *options]


def loudness_options(words: Mapping[str, str], chosen_db: float | None) -> list[JsonObject]:
    """In rising order; one that is set and lies between two has the words of the nearer one."""
    return _options(LOUDNESS_DB, words, chosen_db)


def rate_options(words: Mapping[str, str], chosen_wpm: float | None) -> list[JsonObject]:
    """In rising order; one that is set and lies between two has the words of the nearer one."""
    return _options(RATES_WPM, words, chosen_wpm)


def _options(levels: Mapping[str, float], words: Mapping[str, str], chosen: float | None) -> list[JsonObject]:
    def label(value: float) -> str:
        nearest = min(levels, key=lambda level: abs(levels[level] - value))
        return words["option"].format(words=words[nearest], number=f"{value:g}".replace("-", "−"))

    values = {*levels.values(), *([] if chosen is None else [chosen])}
    return [{"value": f"{value:g}", "label": label(value)} for value in sorted(values)]
