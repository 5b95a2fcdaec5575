"""What the store can do, by trying it: a line for each ability."""

import asyncio

from assets_api.storage.abilities.capability import CAPABILITIES, Capability
from assets_api.storage.errors import StorageUnreachableError
from assets_api.storage.store import Store
from phohien.settings import S3Settings
from phohien_stack.commands.speech import language
from phohien_stack.doctor.findings import Finding, Patient, failed, ok, skipped, warning


def abilities(patient: Patient) -> list[Finding]:
    where = patient.store
    if where is None:
        return [skipped("store_abilities", "no address of a store")]
    settings = S3Settings(
        endpoint=where.endpoint,
        access_key=where.access_key,
        secret_key=where.secret_key,
        bucket=where.bucket,
        region=where.region,
        secure=where.secure,
    )
    try:
        able = asyncio.run(_tried(settings))
    except StorageUnreachableError:
        return [skipped("store_abilities", "the store does not answer")]
    return [_finding(each, has=able[each.name]) for each in CAPABILITIES]


async def _tried(settings: S3Settings) -> dict[str, bool]:
    async with Store.connect(settings) as store:
        return await store.capabilities()


def _finding(capability: Capability, *, has: bool) -> Finding:
    name, lang = f"store.{capability.name}", language()
    if has:
        return ok(name, "yes")
    cost = capability.cost.in_language(lang)
    instead = capability.instead.in_language(lang)
    return (failed if capability.needed else warning)(name, cost, instead)
