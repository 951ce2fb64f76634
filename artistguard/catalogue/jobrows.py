"""Rows of jobs and batches as dataclasses."""

from typing import Any

from sqlalchemy import Row

from artistguard.model.jobs import Batch, Job, JobState


def job_from(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        batch_id=row.batch_id,
        kind=row.kind,
        key=row.key,
        subject=row.subject,
        payload=row.payload,
        state=JobState(row.state),
        attempts=row.attempts,
        owner=row.owner,
        lease_until=row.lease_until,
        generation=row.generation,
        intent=row.intent,
        result=row.result,
        error=row.error,
        not_before=row.not_before,
    )


def batch_from(row: Row[Any]) -> Batch:
    return Batch(id=row.id, kind=row.kind, created_at=row.created_at, seat=row.seat, actor=row.actor, params=row.params)
