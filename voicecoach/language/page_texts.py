"""The texts of the caregiver's page, section by section. Pure."""

from __future__ import annotations

from typing import Annotated

from voicecoach.language.text_model import Keyed, Section, Text, blanks


class EnterTexts(Section):
    title: Text
    lead: Text
    code: Text
    button: Text
    wrong: Text
    often: Text
    lost: Text
    scripts: Text


class ChooseTexts(Section):
    title: Text
    routine: Text
    routine_option: Annotated[str, blanks("name", "minutes")]
    takes: Annotated[str, blanks("minutes")]
    takes_one: Text
    takes_sides: Annotated[str, blanks("takes")]
    takes_title: Text
    begins_title: Text
    needs_title: Text
    not_for_title: Text
    not_for_lead: Text
    patient: Text
    patient_hint: Text
    sides: Text
    usual: Text
    both: Text
    left: Text
    right: Text
    more: Text
    first_side: Text
    first_left: Text
    first_right: Text
    hold: Text
    hold_hint: Text
    dose: Text
    dose_own: Text
    dose_option: Annotated[str, blanks("name", "why")]
    pace: Text
    slow: Text
    normal: Text
    quick: Text
    start: Text
    starting: Text


class LiveTexts(Section):
    title: Text
    position: Text
    left: Text
    progress: Text
    holding: Text
    heard: Annotated[str, blanks("heard")]
    for_patient: Annotated[str, blanks("name")]
    for_guest: Text
    answers: Text
    controls: Text
    more: Text
    voice: Text
    printed: Text
    no_microphone: Text


class HistoryTexts(Section):
    title: Text
    choose: Text
    nobody: Text
    nothing: Text
    kept: Annotated[str, blanks("kept", "prescribed")]
    calendar: Text
    sessions: Text
    date: Text
    routine: Text
    outcome: Text
    length: Text
    pain: Text
    notes: Text
    worse: Annotated[str, blanks("rise")]
    not_scored: Text
    unreadable: Annotated[str, blanks("why")]


class ImportingTexts(Section):
    title: Text
    lead: Text
    skip_link: Text
    link: Text
    text: Text
    read: Text
    source: Text
    script: Text
    from_line: Annotated[str, blanks("line")]
    from_none: Text
    checks: Text
    nothing: Text
    line: Annotated[str, blanks("line")]
    wrong: Text
    name: Text
    replace: Text
    save: Text
    saved: Annotated[str, blanks("name")]
    anew: Text


class ServeTexts(Section):
    """What ``serve`` prints in the terminal."""

    here: Text
    there: Text
    code: Annotated[str, blanks("code")]
    fresh: Annotated[str, blanks("code", "address")]
    exposes: Text
    ends: Text
    error: Annotated[str, blanks("what")]
    no_network: Text
    taken: Annotated[str, blanks("port")]
    port_refused: Annotated[str, blanks("port", "why")]


class PageTexts(Section):
    title: Text
    skip_link: Text
    enter: EnterTexts
    choose: ChooseTexts
    live: LiveTexts
    buttons: Annotated[
        dict[str, str],
        Keyed(
            "pause resume next back switch repeat more-time how-long skip undo hurts call stop end ready yes no"
            " quieter louder slower faster help"
        ),
    ]
    ended: Annotated[dict[str, str], Keyed("title finished stopped interrupted hurt unanswered failed again")]
    alarm: Annotated[
        dict[str, str], Keyed("asked_title asked title lead number coming quiet sound_on sound_title ready")
    ]
    advice: Annotated[dict[str, str], Keyed("title read")]
    remember: Annotated[dict[str, str], Keyed("title lead name keep leave taken{name} kept{name}")]
    history: HistoryTexts
    settings: Annotated[
        dict[str, str],
        Keyed(
            "title lead patient nobody voice rate_wpm gain_db hold_s leave_out_side first_side verbosity"
            " emergency_number dose pace slow normal quick own none left right auto full short save saved"
            " days per_day prescribed_hint voice_own listen listen_to{name} listening voice_failed{why}"
            " voice_silent voice_later"
        ),
    ]
    loudness: Annotated[
        dict[str, str],
        Keyed("option{words,number} much_quieter quieter a_little_quieter even a_little_louder louder"),
    ]
    rates: Annotated[dict[str, str], Keyed("option{words,number} very_slow slow ordinary quick very_quick")]
    signs: Annotated[dict[str, str], Keyed("title lead on clear cleared")]
    importing: ImportingTexts
    devices: Annotated[dict[str, str], Keyed("title lead only_here show leave")]
    keys: Annotated[dict[str, str], Keyed("title switch list")]
    connection: Annotated[dict[str, str], Keyed("live polling lost unsent")]
    door: Annotated[dict[str, str], Keyed("address host origin method type size often stranger socket")]
    serve: ServeTexts
