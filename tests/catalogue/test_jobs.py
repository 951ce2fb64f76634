"""The queue: added once, claimed once, finished by who holds it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from artistguard.catalogue.jobviews import PUT_OFF_AT
from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import UsageError
from artistguard.model.jobs import Job, JobState
from artistguard.proof import chain


def some(count: int, prefix: str = "k") -> list[tuple[str, str, dict[str, Any]]]:
    return [(f"{prefix}{n}", f"subject{n}", {"n": n}) for n in range(count)]


@pytest.fixture
def batch(catalogue: Catalogue) -> str:
    return catalogue.jobs.create_batch("sign", {"out": "🎨\0"}).id


def test_a_batch_is_read_back(catalogue: Catalogue, batch: str, clock: Any) -> None:
    found = catalogue.jobs.batch(batch)
    assert (found.kind, found.seat, found.actor, found.created_at) == ("sign", "desk", "ada", clock.now)
    assert found.params == {"out": "🎨\0"}
    clock.now += timedelta(seconds=1)
    newer = catalogue.jobs.create_batch("other")
    assert catalogue.jobs.batches() == [newer, found]
    catalogue.jobs.add(batch, "sign", some(1))
    assert catalogue.jobs.batches(unfinished=True) == [found]
    with pytest.raises(UsageError, match="no batch"):
        catalogue.jobs.batch("nothing")
    with pytest.raises(UsageError, match="not in the catalogue"):
        catalogue.jobs.add("nothing", "sign", some(1, "other"))


def test_a_key_is_unique_among_unfinished_jobs(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    assert jobs.add(batch, "sign", some(3) + some(3)) == 3
    assert jobs.add(batch, "sign", some(4)) == 1
    [job] = jobs.claim("me", 1)
    assert jobs.add(batch, "sign", some(4)) == 0  # running counts
    assert jobs.block([(job, {})])
    assert jobs.add(batch, "sign", some(4)) == 0  # blocked counts
    assert jobs.unblock() == 1
    [job] = jobs.claim("me", 1)
    assert jobs.finish([(job, {})]) == {job.id}
    other = jobs.create_batch("sign").id
    assert jobs.add(other, "sign", some(4)) == 1  # done does not
    assert jobs.progress(other)[JobState.QUEUED] == 1


def test_keys_of_any_length_and_nature(catalogue: Catalogue, batch: str) -> None:
    keys = ["x" * 100_000, "x" * 100_000 + "y", "🎨" * 1000, "", "'--\n"]
    assert catalogue.jobs.add(batch, "sign", [(key, key, {}) for key in keys]) == 5
    assert catalogue.jobs.add(batch, "sign", [(key, key, {}) for key in keys]) == 0
    assert [job.subject for job in catalogue.jobs.claim("me", 9)] == keys
    with pytest.raises(UsageError, match="cannot be kept"):
        catalogue.jobs.add(batch, "sign", [("a\0b", "s", {})])


def test_a_claim_takes_the_oldest_and_says_whose_it_is(catalogue: Catalogue, batch: str, clock: Any) -> None:
    catalogue.jobs.add(batch, "sign", some(5))
    first = catalogue.jobs.claim("me", 2, 30)
    assert [job.key for job in first] == ["k0", "k1"]
    assert {(j.owner, j.state, j.attempts, j.generation) for j in first} == {("me", JobState.RUNNING, 1, 1)}
    assert first[0].lease_until == clock.now + timedelta(seconds=30)
    assert first[0].payload == {"n": 0}
    assert catalogue.jobs.get(first[0].id) == first[0]
    assert [job.key for job in catalogue.jobs.claim("you", 9)] == ["k2", "k3", "k4"]
    assert catalogue.jobs.claim("me", 9) == []
    assert catalogue.jobs.claim("me", 0) == []


def test_a_claim_can_be_limited_to_kinds_and_a_batch(catalogue: Catalogue, batch: str) -> None:
    other = catalogue.jobs.create_batch("other").id
    catalogue.jobs.add(batch, "sign", some(2))
    catalogue.jobs.add(other, "other", some(2, "o"))
    assert [j.key for j in catalogue.jobs.claim("me", 9, kinds=["other"])] == ["o0", "o1"]
    assert catalogue.jobs.claim("me", 9, kinds=[]) == []
    assert [j.key for j in catalogue.jobs.claim("me", 9, batch_id=batch, kinds=["sign"])] == ["k0", "k1"]


def test_an_expired_lease_is_claimed_with_its_intent_and_the_old_holder_can_do_nothing(
    catalogue: Catalogue, batch: str, clock: Any
) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(2))
    [stale] = jobs.claim("dead", 1, 30)
    assert jobs.set_intents([(stale, {"moves": ["a"]})]) == {stale.id}
    clock.now += timedelta(seconds=31)
    fresh = jobs.claim("alive", 9, 30)
    assert [j.key for j in fresh] == ["k0", "k1"]
    assert (fresh[0].attempts, fresh[0].generation, fresh[0].intent) == (2, 2, {"moves": ["a"]})
    assert jobs.set_intents([(stale, {})]) == frozenset()
    assert jobs.finish([(stale, {}), (fresh[1], {"size": 3})]) == {fresh[1].id}
    assert not jobs.fail(stale, {})
    assert not jobs.block([(stale, {})])
    assert jobs.release([stale]) == frozenset()
    assert jobs.holds([stale, fresh[0]]) == {fresh[0].id}
    assert jobs.get(stale.id) == fresh[0]


def test_a_heartbeat_keeps_the_lease(catalogue: Catalogue, batch: str, clock: Any) -> None:
    catalogue.jobs.add(batch, "sign", some(2))
    catalogue.jobs.claim("me", 2, 30)
    clock.now += timedelta(seconds=29)
    assert catalogue.jobs.heartbeat("me", 30) == 2
    assert catalogue.jobs.heartbeat("you", 30) == 0
    clock.now += timedelta(seconds=29)
    assert catalogue.jobs.claim("you", 9) == []


def test_finishing(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(3))
    a, b, c = jobs.claim("me", 3)
    assert jobs.finish([(a, {"size": 2**33}), (b, {})]) == {a.id, b.id}
    done = jobs.get(a.id)
    assert (done.state, done.owner, done.lease_until, done.result) == (JobState.DONE, None, None, {"size": 2**33})
    assert jobs.finish([(a, {})]) == frozenset()  # once is enough
    assert jobs.finish([]) == frozenset()
    assert jobs.finished_size(batch) == (2, 2**33)
    assert jobs.finished_size("nothing") == (0, 0)
    assert jobs.fail(c, {"code": "x"}, retry=True)
    [again] = jobs.claim("me", 3)
    assert (again.attempts, again.error) == (2, {"code": "x"})
    assert jobs.finish([(again, {})])
    assert jobs.get(c.id).error is None


def test_failing_and_trying_the_failed_again(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(3))
    for job in jobs.claim("me", 3):
        assert jobs.fail(job, {"code": "damaged", "message": job.key})
    assert [job.error for job in jobs.failures(batch)] == [{"code": "damaged", "message": f"k{n}"} for n in range(3)]
    jobs.add(jobs.create_batch("sign").id, "sign", some(1))  # the first is at work elsewhere
    assert jobs.retry_failed(batch) == 2
    assert [(j.key, j.attempts) for j in jobs.claim("me", 9, batch_id=batch)] == [("k1", 1), ("k2", 1)]


def test_of_one_keys_failures_in_a_batch_the_newest_is_tried_again(catalogue: Catalogue, batch: str) -> None:
    for _ in range(2):
        catalogue.jobs.add(batch, "sign", some(1))
        [job] = catalogue.jobs.claim("me")
        catalogue.jobs.fail(job, {})
    assert catalogue.jobs.retry_failed(batch) == 1
    assert catalogue.jobs.claim("me")[0].id == job.id


def test_blocking(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(2))
    for job in jobs.claim("me", 2):
        assert jobs.block([(job, {"code": "key-locked"})])
    assert jobs.claim("me", 9) == []
    assert jobs.unblock("other") == 0
    assert jobs.unblock("sign", batch_id="nothing") == 0
    assert jobs.unblock("sign", batch_id=batch) == 2
    assert len(jobs.claim("me", 9)) == 2


def test_cancelling_leaves_what_is_at_work(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(4))
    running, blocked = jobs.claim("me", 2)
    jobs.block([(blocked, {})])
    assert jobs.cancel_batch(batch) == 3
    assert jobs.progress(batch) == {**dict.fromkeys(JobState, 0), JobState.RUNNING: 1, JobState.CANCELLED: 3}
    assert jobs.finish([(running, {})])


def test_calling_off_by_key_leaves_what_is_at_work_and_what_is_over(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(4))
    done, running = jobs.claim("me", 2)
    jobs.finish([(done, {})])
    assert jobs.call_off(key for key, _, _ in some(3)) == 1  # the third; the first is done, the second at work
    states = [job.state for job in jobs.iterate(batch)]
    assert states == [JobState.DONE, JobState.RUNNING, JobState.CANCELLED, JobState.QUEUED]
    assert jobs.add(batch, "sign", some(3)) == 2  # the same may be asked for anew, but for what is at work
    assert jobs.finish([(running, {})]) == {running.id}


def test_what_was_interrupted_at_its_end_is_found(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(3))
    begun, intent, _ = jobs.claim("me", 3)
    assert jobs.interrupted() == []
    jobs.set_intents([(intent, {"target": "x"})])
    assert jobs.interrupted() == []  # somebody has it in hand
    jobs.release([begun, intent])
    assert [(job.id, job.intent) for job in jobs.interrupted()] == [(intent.id, {"target": "x"})]


def test_releasing_does_not_count_the_attempt(catalogue: Catalogue, batch: str) -> None:
    catalogue.jobs.add(batch, "sign", some(2))
    claimed = catalogue.jobs.claim("me", 2)
    assert catalogue.jobs.release(claimed) == {job.id for job in claimed}
    assert [(j.attempts, j.generation) for j in catalogue.jobs.claim("me", 2)] == [(1, 2), (1, 2)]


def test_requeueing(catalogue: Catalogue, batch: str, clock: Any) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(3))
    [dead] = jobs.claim("dead", 1, 3600)
    [slow] = jobs.claim("slow", 1, 1)
    jobs.claim("alive", 1, 3600)
    jobs.set_intents([(dead, {"a": 1})])
    assert jobs.owners() == ["alive", "dead", "slow"]
    assert jobs.requeue_expired() == []
    clock.now += timedelta(seconds=2)
    assert [job.id for job in jobs.requeue_expired()] == [slow.id]
    [back] = jobs.requeue_owned_by_dead("dead")
    assert (back.id, back.state, back.owner, back.attempts, back.intent) == (
        dead.id,
        JobState.QUEUED,
        None,
        1,
        {"a": 1},
    )
    assert not jobs.fail(slow, {})
    assert jobs.finish([(dead, {})]) == frozenset()
    assert [job.key for job in jobs.claim("me", 9)] == ["k0", "k1"]


def test_iterating_a_batch(catalogue: Catalogue, batch: str) -> None:
    catalogue.jobs.add(batch, "sign", some(2500))
    assert [job.payload["n"] for job in catalogue.jobs.iterate(batch)] == list(range(2500))
    assert list(catalogue.jobs.iterate(batch, [JobState.DONE])) == []
    with pytest.raises(UsageError, match="no job"):
        catalogue.jobs.get("nothing")


def test_a_large_queue_is_claimed_along_an_index(catalogue: Catalogue, batch: str) -> None:
    """No claim sorts the queue: SQLite says what it does."""
    if "://" in catalogue.where:
        pytest.skip("PostgreSQL plans by statistics, of which a test has none")
    statements: list[str] = []
    catalogue.jobs.add(batch, "sign", some(50))
    with catalogue.transaction():
        connection = catalogue._database.held
        assert connection is not None
        raw: Any = connection.connection.driver_connection
        raw.set_trace_callback(statements.append)
        catalogue.jobs.claim("me", 5, batch_id=batch)
        catalogue.jobs.claim("me", 5)
        raw.set_trace_callback(None)
        updates = [sql for sql in statements if sql.startswith("UPDATE")]
        plans = [" | ".join(row[3] for row in raw.execute("EXPLAIN QUERY PLAN " + sql)) for sql in updates]
    assert len(plans) == 2
    for plan in plans:
        assert "SCAN jobs" not in plan
        assert "USING INDEX ix_jobs" in plan or "USING COVERING INDEX ix_jobs" in plan


class Queue(RuleBasedStateMachine):
    """Any order of calls: each job is finished once, by its holder, and counts add up."""

    catalogue: Catalogue
    clock: Any

    def __init__(self) -> None:
        super().__init__()
        self.batch = self.catalogue.jobs.create_batch("test").id
        self.holders: dict[str, Job] = {}  # by job: the latest claim
        self.old: list[Job] = []  # claims that were overtaken or ended
        self.added = self.keys = 0
        self.done: set[str] = set()

    @rule(count=st.integers(1, 4))
    def add(self, count: int) -> None:
        jobs = [(f"{self.batch}-{self.keys + n}", "s", {}) for n in range(count)]
        self.keys += count
        self.added += self.catalogue.jobs.add(self.batch, "test", jobs)

    @rule(owner=st.sampled_from("ab"), count=st.integers(1, 3))
    def claim(self, owner: str, count: int) -> None:
        for job in self.catalogue.jobs.claim(owner, count, 10, batch_id=self.batch):
            assert job.id not in self.done
            before = self.holders.get(job.id)
            if before is not None:
                assert before.lease_until is not None
                assert before.lease_until < self.clock.now
                self.old.append(before)
            self.holders[job.id] = job

    @rule(seconds=st.sampled_from([3, 11]))
    def wait(self, seconds: int) -> None:
        self.clock.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.holders)
    @rule(data=st.data(), how=st.sampled_from(["finish", "fail", "retry", "release"]))
    def end(self, data: st.DataObject, how: str) -> None:
        job = self.holders.pop(data.draw(st.sampled_from(sorted(self.holders))))
        self.old.append(job)
        jobs = self.catalogue.jobs
        if how == "release":
            assert jobs.release([job]) == {job.id}
        elif how == "finish":
            assert jobs.finish([(job, {})]) == {job.id}
            self.done.add(job.id)
        else:
            assert jobs.fail(job, {}, retry=how == "retry")

    @rule()
    def requeue(self) -> None:
        for job in self.catalogue.jobs.requeue_expired():
            if job.batch_id == self.batch:
                self.old.append(self.holders.pop(job.id))

    @precondition(lambda self: self.old)
    @rule(data=st.data())
    def meddle(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.old))
        assert self.catalogue.jobs.finish([(job, {})]) == frozenset()
        assert not self.catalogue.jobs.fail(job, {}, retry=True)

    @invariant()
    def counts_add_up(self) -> None:
        progress = self.catalogue.jobs.progress(self.batch)
        assert sum(progress.values()) == self.added
        assert progress[JobState.DONE] == len(self.done)
        assert progress[JobState.RUNNING] == len(self.holders)


def test_any_order_of_calls(catalogue: Catalogue, clock: Any) -> None:
    bound = type("Bound", (Queue,), {"catalogue": catalogue, "clock": clock})
    case = bound.TestCase
    case.settings = settings(
        max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    case("runTest").runTest()
    assert catalogue.jobs.batches()  # it did run


def test_a_job_that_is_put_off_is_claimed_when_it_is_time(catalogue: Catalogue, batch: str, clock: Any) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(3))
    one, two = jobs.claim("me", 2)
    jobs.set_intents([(one, {"sent": True})])
    at = clock.now + timedelta(minutes=5)
    assert jobs.postpone([(one, at, {"code": "later"}), (two, at + timedelta(minutes=5), {})]) == {one.id, two.id}
    assert jobs.postpone([(one, at, {})]) == frozenset()  # held no more
    assert jobs.next_due("sign") == jobs.next_due("sign", batch) == at
    assert jobs.next_due("other") is None
    (third,) = jobs.claim("me", 9)
    assert jobs.finish([(third, {})])
    assert jobs.due("sign") == []
    assert jobs.interrupted() == []
    clock.now = at
    assert jobs.due("sign") == [batch]
    assert [job.id for job in jobs.interrupted()] == [one.id]
    (again,) = jobs.claim("me", 9)
    assert (again.id, again.intent, again.not_before, again.error) == (one.id, {"sent": True}, at, {"code": "later"})
    assert jobs.hasten([two.key, "unknown"]) == 1
    assert [job.id for job in jobs.claim("me", 9)] == [two.id]


def test_a_batch_that_was_paused_waits_for_somebody(catalogue: Catalogue, batch: str) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(3))
    (held,) = jobs.claim("me", 1)
    assert jobs.hold_back(batch, {"code": "paused"}) == 2
    assert jobs.due("sign") == []
    (first,) = jobs.blocked("sign")
    assert (first.subject, first.error) == ("subject1", {"code": "paused"})
    assert jobs.without_job(["k0", "k1", "new"]) == ["new"]
    assert jobs.fail_many([(held, {"code": "no"})]) == {held.id}
    assert jobs.without_job(["k0", "k1"]) == ["k0"]
    assert jobs.unblock(batch_id=batch) == 2
    assert jobs.due("sign") == [batch]


def test_what_is_put_off_is_not_called_off_unless_asked(catalogue: Catalogue, batch: str, clock: Any) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "sign", some(2))
    (one,) = jobs.claim("me", 1)
    jobs.postpone([(one, clock.now + timedelta(minutes=5), {})])
    assert jobs.call_off(["k0", "k1"], put_off=False) == 1
    assert jobs.progress(batch)[JobState.QUEUED] == 1
    assert jobs.call_off(["k0", "k1"]) == 1


def test_what_a_clock_ahead_put_off_is_found_and_put_off_anew(catalogue: Catalogue, batch: str, clock: Any) -> None:
    jobs = catalogue.jobs
    jobs.add(batch, "register", [("a", "a", {}), ("b", "b", {}), ("c", "c", {})])
    one, two, three = jobs.claim("me", 3)
    at = chain.moment(clock.now)
    until = clock.now + timedelta(minutes=5)
    jobs.postpone([(one, until, {"code": "later", PUT_OFF_AT: at}), (two, until, {"code": "later"})])
    assert jobs.put_off_after("register", at) == []
    clock.now -= timedelta(days=30)
    before = chain.moment(clock.now)
    assert [job.id for job in jobs.put_off_after("register", before)] == [one.id]
    assert jobs.put_off_after("other", before) == []
    jobs.put_off({one.id: clock.now, three.id: clock.now}, before)
    assert jobs.put_off_after("register", before) == []
    assert [job.id for job in jobs.claim("me", 3)] == [one.id]
    assert {key: job.id for key, job in jobs.unfinished(["a", "b", "unknown"]).items()} == {"a": one.id, "b": two.id}
