"""Which kind of Job follows which step: the rooms meet in these words and nowhere else."""

from reports.lifecycle import Verb

CAPTURE = "capture"
SCORE = "score"
LOOK_AGAIN = "look-again"
JUDGE = "judge"
TELL = "tell"
MAIL = "mail"
# One letter with all that is new, for whoever wants them together.
DIGEST = "digest"
PICTURES = "pictures"
# A page that was captured is also opened in a real browser, where the settings say so.
BROWSE = "browse"
# An evidence pack is to be made; capture takes it.
PACK = "pack"
# Two people agreed that evidence goes; capture takes it.
PURGE = "purge"
# A look followed a short link to a listing; intake brings both together.
FOLLOW = "follow-link"
# Once a day: what was uploaded and never sent goes.
SWEEP = "sweep-uploads"
# Somebody is forgotten: the bytes of their pictures as received go too.
FORGET = "forget"
# A shadow run goes on with past listings; scoring takes it.
SHADOW = "shadow"
# Shadow runs are open, and a listing was weighed: apart from the score, which nothing in the shadow may hold up.
SHADOW_NEW = "shadow-new"
# All that wait are weighed again, batch by batch, under a new lexicon; scoring takes it.
WEIGH_AGAIN = "weigh-again"
# Left by coalition.cases when a company has answered; followup takes it.
ANSWERED = "answered"
# Left by triage with a case; coalition.delivery takes it.
DELIVER = "deliver"

AFTER: dict[Verb, str] = {
    Verb.CAPTURE: SCORE,
    Verb.ASK: TELL,
    Verb.CONFIRM: TELL,
    Verb.DISMISS: TELL,
    Verb.FORWARD: TELL,
    Verb.ANSWER: TELL,
    Verb.FIND_GONE: TELL,
    Verb.FIND_LIVE: TELL,
    Verb.FIND_AGAIN: TELL,
}
