"""Brings what is due to the company: the journey outside any transaction, then its result in one."""

from secrets import SystemRandom

from django.utils import timezone

from coalition.delivery import actions, queries
from coalition.delivery.edges import CHANNELS
from spotter.audit.acts import act
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased

chance = SystemRandom()


@takes("deliver")
def deliver(job: Leased) -> None:
    """One attempt; the ref is the event id, the same in every attempt, so a repeated arrival has one effect."""
    now = timezone.now()
    match queries.letter(job.ref, now=now):
        case queries.Letter() as letter:
            send = CHANNELS[letter.endpoint.channel]
            sent = send(
                letter.endpoint.address,
                letter.delivery.event_id,
                letter.body,
                letter.secrets,
                at=now,
                policy=queries.policy(),
            )
            with act(by=None, at=timezone.now(), part=job.kind) as done:
                job.finish(done.at)
                tried = actions.Tried(letter.delivery, letter.endpoint, sent)
                actions.note_attempt(done, tried, generation=job.generation, chance=chance.random())
        case queries.NoAddress(delivery):
            with act(by=None, at=now, part=job.kind) as done:
                job.finish(now)
                actions.wait_for_address(done, delivery, generation=job.generation)
        case None:
            with act(by=None, at=now, part=job.kind):
                job.finish(now)
