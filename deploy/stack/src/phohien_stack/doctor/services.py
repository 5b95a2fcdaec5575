"""Whether the store and the services answer."""

import io
import secrets

import httpx
import urllib3
from minio.error import MinioException

from phohien_stack.doctor.findings import Finding, Patient, failed, ok, skipped
from phohien_stack.store import Store
from phohien_stack.supervisor import record
from phohien_stack.supervisor.record import SERVICES

KEY = ".doctor"


def store(patient: Patient) -> Finding:
    where = patient.store
    if where is None:
        return failed(
            "store",
            "no address: the stack is not up and PHOHIEN_S3_ENDPOINT is not set",
            "phohien up, or set the PHOHIEN_S3_* variables",
        )
    try:
        same = _round_trip(where)
    except (MinioException, urllib3.exceptions.HTTPError) as error:
        return failed(
            "store",
            f"{where.endpoint}/{where.bucket}: {type(error).__name__}",
            "phohien logs seaweedfs; a store of your own: check bucket and keys",
        )
    if not same:
        return failed("store", "gave back other bytes", "phohien logs seaweedfs")
    return ok("store", f"{where.endpoint}/{where.bucket} writes, reads and removes")


def ready(patient: Patient) -> Finding:
    if patient.record is None:
        return failed("services", "the stack is not up", "phohien up")
    silent = [
        f"{name} ({why})"
        for name in SERVICES
        if (why := _why_not_ready(patient.record.urls.get(name, "")))
    ]
    if silent:
        first = silent[0].split()[0]
        return failed(
            "services",
            f"not ready: {'; '.join(silent)}",
            f"phohien logs {first}-api; then phohien down && phohien up",
        )
    return ok("services", "all ready")


def processes(patient: Patient) -> Finding:
    if patient.record is None:
        return skipped("processes", "the stack is not up")
    children = patient.record.children
    stopped = [name for name, child in children.items() if not record.is_alive(child)]
    if stopped:
        return failed(
            "processes",
            f"stopped: {', '.join(stopped)}",
            f"phohien logs {stopped[0]} says why; it is started again by itself",
        )
    return ok("processes", f"{len(children)} processes run")


def _round_trip(where: Store) -> bool:
    client, body = where.client(), secrets.token_bytes(32)
    client.put_object(where.bucket, KEY, io.BytesIO(body), len(body))
    with client.get_object(where.bucket, KEY) as answer:
        same = bool(answer.read() == body)
    client.remove_object(where.bucket, KEY)
    return same


def _why_not_ready(url: str) -> str:
    if not url:
        return "no address"
    try:
        answer = httpx.get(f"{url}/health/ready", timeout=5, trust_env=False)
    except httpx.HTTPError as error:
        return type(error).__name__
    return "" if answer.is_success else f"answers {answer.status_code}"
