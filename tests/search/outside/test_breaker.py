"""An engine that has failed is left alone, for longer and longer, until one question finds that it is back."""

import threading

import pytest

from portal.search.engines.outside.breaker import Breaker
from portal.search.engines.outside.failures import Down, Paused, Refused


class Clock:
    now = 0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(forgiven=(Refused,), clock=clock)


def ask(breaker, failure=None, meanwhile=None):
    with breaker.asking():
        if meanwhile:
            meanwhile(breaker)
        if failure:
            raise failure


def fail(breaker):
    with pytest.raises(Down) as caught:
        ask(breaker, Down("en panne"))
    assert not isinstance(caught.value, Paused)


def is_paused(breaker):
    try:
        ask(breaker)
    except Paused:
        return True
    return False


def test_it_lets_questions_through(breaker):
    ask(breaker)
    assert breaker.state() == {"open": False, "since": None, "problem": ""}


def test_a_failure_stops_the_next_questions_for_ten_seconds(breaker, clock):
    fail(breaker)
    clock.now = 9.9
    assert is_paused(breaker)
    clock.now = 10
    assert not is_paused(breaker)
    assert not breaker.state()["open"]


def test_pauses_double_up_to_five_minutes(breaker, clock):
    pauses = []
    for _time in range(8):
        fail(breaker)
        begun = clock.now
        while is_paused_at(breaker, clock):
            clock.now += 1
        pauses.append(clock.now - begun)
    assert pauses == [10, 20, 40, 80, 160, 300, 300, 300]


def is_paused_at(breaker, clock):
    """Without asking: a question that went well would close it."""
    return clock.now < breaker.until


def test_it_says_since_when_and_why(breaker, clock):
    fail(breaker)
    since = breaker.state()["since"]
    clock.now = 10
    with pytest.raises(Down):
        ask(breaker, Down("autre chose"))
    assert breaker.state() == {"open": True, "since": since, "problem": "autre chose"}
    with pytest.raises(Paused, match="autre chose"):
        ask(breaker)


def test_one_question_tries_while_the_others_go_without(breaker, clock):
    fail(breaker)
    clock.now = 10
    with breaker.asking():
        assert is_paused(breaker)
        with pytest.raises(Paused):
            ask_in_a_thread(breaker)
    assert not is_paused(breaker)


def ask_in_a_thread(breaker):
    raised = []

    def run():
        try:
            ask(breaker)
        except Paused as pause:
            raised.append(pause)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    for pause in raised:
        raise pause


def test_questions_under_way_when_it_went_down_count_once(breaker, clock):
    with pytest.raises(Down):
        ask(breaker, Down("en panne aussi"), meanwhile=fail)
    clock.now = 10
    assert not is_paused(breaker)


def test_an_old_question_that_ends_well_does_not_end_the_pause(breaker):
    with breaker.asking():
        fail(breaker)
    assert is_paused(breaker)


def test_a_success_forgets_the_failures_before(breaker, clock):
    fail(breaker)
    clock.now = 10
    ask(breaker)
    fail(breaker)
    clock.now = 20
    assert not is_paused(breaker)


def test_a_refused_question_says_that_the_engine_is_well(breaker, clock):
    fail(breaker)
    clock.now = 10
    with pytest.raises(Refused):
        ask(breaker, Refused("mal posée"))
    assert not breaker.state()["open"]


def test_a_trial_that_is_interrupted_leaves_its_place(breaker, clock):
    fail(breaker)
    clock.now = 10
    with pytest.raises(KeyboardInterrupt):
        ask(breaker, KeyboardInterrupt())
    assert not is_paused(breaker)
