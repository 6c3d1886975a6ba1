"""The texts that the code takes by their keys, each with the blanks that it fills: ``key{blank,blank}``. Pure."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from voicecoach.language.text_model import Keyed, Section, Text

SENTENCES = Keyed("""
    seconds*{count} minutes*{count} movements*{count} breaths*{count} joined{first,second}
    either{first,second}

    opening{name} guest_warning guest_not_for{reasons} at_any_time keys_at_any_time recorded needs{needs}
    ask_ready recorded_wait remind_ready take_your_time hold{duration} hold_again{duration,number,sets} reps*{count}
    reps_again*{count,number,sets} release_reps
    feel{feel} not_feel{not_feel} breathe{breaths} half_time breathe_in breathe_out release rest{duration}
    switch{side} this_side{side}

    hearing_failed hearing_failed_deaf hearing_back speaker_failed speaker_back voice_failed voice_back voice_replaced
    journal_failed journal_back
    paused_asked paused_unanswered paused_asleep explained carrying_on position_again*{left} stopped take_back
    hurt hurt_doctor ask_after_hurt skipped called ask_called alarm more_time longer_hold*{left}

    ask_setting ask_hold ask_sides ask_first ask_instructions ask_dose{choices}
    dose_choice{number,dose,why} ask_voice ask_number ask_digits_right{digits}
    one_digit digit_added{digit} digit_removed{digits} digits_gone digits_so_far{digits} digits_few digits_many
    set_hold{duration} set_hold_later set_left_out{side} set_left_out_later{side} set_both_sides set_first{side}
    set_first_own set_short set_full set_auto set_dose{dose} set_dose_own no_doses set_voice set_number set_no_number
    no_more_voices no_hold_here hold_limit remembered for_today not_for_guests

    left*{left} left_in_hold*{left} left_in_all*{left} rate_slower rate_faster rate_limit
    volume_louder volume_quieter volume_limit
    not_now at_beginning no_other_side hard_to_interrupt did_you_say{phrase} as_you_were undone nothing_to_undo
    still_explaining
    ask_yes_right{question} ask_again pain_noted{score} high_pain ask_high_pain gently pain_less pain_same pain_more
    pain_still_high summary{done} summary_holds*{count} summary_holds_of{count,planned} summary_each{done,length}
    summary_sets*{count} summary_sets_of{count,planned} summary_rounds*{count} summary_rounds_of{count,planned}
    summary_pain{before,after} summary_pain_same{before} opening_again{name} closing_after_pain
    closing_easier help_checking

    help_opening help_asking help_instructing help_waiting help_preparing help_holding help_moving help_breathing
    help_releasing
    help_resting help_switching help_paused help_adjusting help_stopped help_hurt help_calling help_alarm help_closing

    checks_begin checks_right checks_done checks_none

    pain_rose{rise} closing_refused closing_finished closing_stopped closing_hurt closing_unanswered closing_unheard
""")
"""What the session says, through ``Wording.say``."""

_SHARE = "only only_not none{all} one{all} some{done,all} all{all}"
LETTER = Keyed(
    """
    heading{name,range} none kept{count} kept_one done{count} done_one partly{count} partly_one nothing{count}
    nothing_one refused{count} refused_one no_prescription days_none{all} days_one{all} days_some{done,all}
    extra{count} extra_one minutes{minutes} minutes_one minutes_less sides{left,right} no_side{time} time{count}
    time_one pain{before,after,count} pain_one{before,after} pain_none
    worse{day,before,after} risen{count,routine} risen_side{side} risen_advice
    sign_open{sign} sign_open_on{sign,day} sign_cleared{sign,day} hurts{count} hurts_one
    help_called{count} help_called_one alarms{count} alarms_one
    left_out_heading left_out{exercise,why,count} left_out_one{exercise,why} left_out_more{count} left_out_more_one
    not_understood{count,all} not_understood_one{all} not_understood_only
    """,
    dict.fromkeys(("prescribed", "holds", "movements"), Annotated[dict[str, str], Keyed(_SHARE)]),
)

REPORT = Keyed(
    """
    day{weekday,day,month} day_and_month{day,month} day_of_year{day,month,year} range{first,last} minutes{count}
    seconds{count} of{done,all} per_cent{count} decimal_point

    title{name} titles history_title{name} history_titles people written{day} nothing{name,range} nobody at_a_glance
    this_week last_weeks week sessions
    calendar calendar_described{range,done,partly,missed} pain pain_described{count,before,after,worse} pain_none
    sides sides_described{left,right} sides_none as_table

    routine name date time outcome prescribed holds movements left right no_side before after rise pain_scale
    pain_short left_out why_heading exercise times notes adherence days_kept active_minutes minutes_short held
    mean_pain not_understood hurts help_called help_called_once alarms{count} alarms_once last_session never daily
    settings as_the_program none gate gate_again signs sign_open{sign} sign_open_on{sign,day} sign_cleared{sign,day}
    worse{rise} hurt_times{count} hurt_once several{what,count}
    taken_as{count,all} understand

    reminder{name} reminder_text{routine,command,name} reminder_any
    """,
    {
        "weekdays": tuple[Text, Text, Text, Text, Text, Text, Text],
        "months": Annotated[tuple[Text, ...], Field(min_length=12, max_length=12)],
        "weekday_letters": int,
        "month_letters": int,
        "explained": tuple[Text, ...],
        "setting_names": Annotated[
            dict[str, str],
            Keyed("voice rate_wpm gain_db hold_s leave_out_side first_side verbosity emergency_number dose pace"),
        ],
        "states": Annotated[dict[str, str], Keyed("done partly missed open ahead free")],
        "outcomes": Annotated[dict[str, str], Keyed("done partly nothing refused")],
        "why": Annotated[
            dict[str, str],
            Keyed(
                "next skip switch back hurts hurt stopped unanswered interrupted failed finished broke-off"
                " side-left-out warning-sign doctor-seen not-for"
            ),
        ],
        "letter": Annotated[dict[str, Any], LETTER],
    },
)
"""History and reports."""


class SheetWarning(Section):
    """A heading of the sheet's warnings, with what stands under it."""

    heading: Text
    lead: Text
    items: tuple[Text, ...] = ()
    signs: Literal["emergency", "doctor"] | None = None
    """Under it stand the warning signs of the gate that call for this."""


SHEET = Keyed(
    """
    minutes{minutes} one_minute needs not_for not_for_lead steps hold{hold} holds{hold,times,rest}
    reps{reps,every} reps_in_sets{reps,every,times,rest} feel{feel} not_feel{not_feel} breathe{in,out}
    breaths{count} one_breath breathe_step{breaths,in,out} breathe_in_sets{breaths,in,out,times,rest}
    checks check_line{ask,otherwise}
    doses dose_hold{hold} dose_times{count} dose_times_one dose_sets{count} dose_sets_one dose_reps{count} dose_reps_one
    dose_breathe{count} dose_breathe_one dose_rest{rest}
    dose_line{name,amounts,why} rest{rest} again{first,last,times} again_one{first,times}
    all_again_rest{title,times,rest}
    again_rest{first,last,times,rest} again_one_rest{first,times,rest} all_again{title,times} first_side{side}
    other_side{other,first,last,side} other_side_one{other,first,side}

    warnings_heading later warning_sources{sources} sources calendar day date done_row pain_before pain_after notes
    name_line signed limits page{page,pages} replaced{characters}
    """,
    {"only_aloud": tuple[Text, ...], "telling": tuple[Text, ...], "warnings": tuple[SheetWarning, ...]},
)
"""The printed sheet."""

SHORTHAND = Keyed(
    "to times or out_of of per and street",
    {
        "fractions": dict[str, Text],
        "comparisons": dict[str, Text],
        "marks": dict[str, tuple[Text, Text]],
        **dict.fromkeys(("per_times", "counted", "numbered", "timed", "initials"), tuple[Text, ...]),
        "units": dict[str, tuple[Text, Text]],
        "abbreviations": dict[str, Text],
        "digit_by_digit": tuple[int | Text, ...],
    },
)
RESPELLING = Keyed(
    "",
    {
        "words": dict[str, Text],
        "imperatives": dict[str, Text],
        "before_imperatives": tuple[Text, ...],
        "not_before": tuple[Text, ...],
    },
)
PRONUNCIATION = Keyed(
    "pace_sample",
    {
        "shorthand": Annotated[dict[str, Any], SHORTHAND],
        "respelling": Annotated[dict[str, Any], RESPELLING],
        "phonemes": Annotated[dict[str, Any], Keyed("", dict.fromkeys(("words", "imperatives"), dict[str, Text]))],
        "phrase_starts": tuple[Text, ...],
    },
)
"""How what is written is said."""
