"""What stands to be done for a client: a sentence, and the section where it is done; before all else an alert."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rehab_app.clinic.episodes.rows import EpisodeRow
from rehab_app.clinic.episodes.rules import State
from rehab_app.clinic.referrals.rules import DRAFT, OPEN
from rehab_app.ui.clients.file_facts import CareFacts, FileFacts
from rehab_app.ui.clients.showing import day_text
from rehab_app.ui.kit.theme import State as Mark
from rehab_app.ui.shell.session import Session

IDENTITY: Final = "identity"
CARE: Final = "care"
CONSENT: Final = "consent"
SCREENING: Final = "screening"
INSTRUMENTS: Final = "instruments"
MEETINGS: Final = "sessions"
PROFILE: Final = "profile"
REFERRAL: Final = "referral"
HISTORY: Final = "history"

PROGRAMME: Final = "programme"
TO_REFERRAL: Final = "rujukan"


@dataclass(frozen=True, slots=True)
class Step:
    """The next step, already said; ``section`` is where it is done, empty where nobody here can do it."""

    text: str
    section: str = ""
    state: Mark = Mark.INFO


def next_steps(session: Session, facts: FileFacts) -> tuple[Step, ...]:
    """Return what stands to be done, in its order: one step, and before it a talk where an instrument raised an alert.

    The talk waits for nothing and keeps nothing waiting: the alert stands as long as the answer does.
    """
    following = _following(session, facts)
    if not facts.alerting:
        return (following,)
    after = session.say("After that: {step}", step=following.text)
    return _talk(session), Step(after, following.section, following.state)


def _talk(session: Session) -> Step:
    text = session.say(
        "Thoughts of suicide or an attempt were told. First: speak with the client today, in private, and tell the doctor or "
        "psychologist and the Subkoordinator."
    )
    return Step(text, INSTRUMENTS, Mark.DANGER)


def _following(session: Session, facts: FileFacts) -> Step:
    """Return what comes next in the course of care; the earliest thing that keeps the rest waiting."""
    say, episode = session.say, facts.episode
    if episode is None:
        return Step(say("Not registered for a masa perawatan yet. Next: register it."), CARE)
    if episode.state == State.CLOSED:
        if facts.open_episode is not None:
            return Step(say("This masa perawatan has ended; a newer one is open."), CARE)
        outcome = session.label("outcome", episode.outcome) if episode.outcome else say("examined only")
        text = say("This masa perawatan ended on {day}: {outcome}.", day=day_text(episode.ended_on), outcome=outcome)
        return Step(text, CARE, Mark.NEUTRAL)
    if facts.care is None:
        return _for_registration(session, episode)
    return _of_care(session, facts, episode, facts.care)


def _for_registration(session: Session, episode: EpisodeRow) -> Step:
    if episode.is_waiting_guardian:
        return _guardian(session)
    return Step(session.say("Registered. Screening and care are entered by the counsellor."))


def _guardian(session: Session) -> Step:
    text = session.say("Waits for parent or guardian: consent, kartu and referral wait. Next: enter the guardian.")
    return Step(text, CARE, Mark.WARNING)


def _of_care(session: Session, facts: FileFacts, episode: EpisodeRow, care: CareFacts) -> Step:
    say = session.say
    if episode.state == State.REFERRED:
        return _of_referral(session, care)
    if care.screening is None:
        return Step(say("Not screened yet. Next: ASSIST screening."), SCREENING)
    if episode.is_waiting_guardian:
        return _guardian(session)
    if not any(consent.kind == PROGRAMME and not consent.is_withdrawn for consent in facts.consents):
        return Step(say("No consent to the programme yet. Next: record the consent."), CONSENT)
    steps: dict[str, Callable[[], Step]] = {
        State.REGISTERED: lambda: _route(session, care),
        State.OUTPATIENT: lambda: _of_outpatient(session, facts, episode, care),
    }
    aftercare = Step(say("In aftercare. Next: plan a meeting, or close when the aftercare has ended."), CARE)
    return steps[episode.state]() if episode.state in steps else aftercare


def _route(session: Session, care: CareFacts) -> Step:
    say, sent = session.say, care.referral
    if sent is not None and sent.state == DRAFT:
        return Step(say("The referral is prepared. Next: look at the letter and issue it."), REFERRAL)
    if care.screening is not None and care.screening.routing == TO_REFERRAL:
        return Step(
            say("Screening leads to referral. Next: complete the use profile and prepare the referral."), REFERRAL
        )
    return Step(say("Screened. Next: open outpatient care."), CARE)


def _of_referral(session: Session, care: CareFacts) -> Step:
    say, sent = session.say, care.referral
    if sent is None or sent.state not in OPEN:
        return Step(say("The referral came to its end. Next: take the client on, or close."), REFERRAL, Mark.WARNING)
    state = session.label("referral_state", sent.state)
    text = say("Referral: {state} for {days} days. Next: enter the destination's answer.", state=state, days=sent.days)
    return Step(text, REFERRAL)


def _of_outpatient(session: Session, facts: FileFacts, episode: EpisodeRow, care: CareFacts) -> Step:
    say, target = session.say, episode.target_sessions or facts.target_sessions
    planned = [meeting for meeting in care.sessions if not meeting.attendance]
    late = [meeting for meeting in planned if meeting.held_on < facts.today]
    if late:
        text = say(
            "Meeting {number} of {day} is not recorded yet. Next: record who came.",
            number=late[0].number,
            day=day_text(late[0].held_on),
        )
        return Step(text, MEETINGS, Mark.WARNING)
    if due := [meeting for meeting in planned if meeting.held_on == facts.today]:
        return Step(say("Meeting {number} is today. Next: record who came.", number=due[0].number), MEETINGS)
    if care.attended >= target:
        text = say(
            "{count} of {target} meetings attended. Next: close, or begin aftercare.",
            count=care.attended,
            target=target,
        )
        return Step(text, CARE)
    if planned:
        text = say("Next meeting: {number} on {day}.", number=planned[0].number, day=day_text(planned[0].held_on))
        return Step(text, MEETINGS)
    text = say("{count} of {target} meetings attended. Next: plan the next one.", count=care.attended, target=target)
    return Step(text, MEETINGS)
