"""Writes the chain of a target, and what can still be read of it, as a BagIt bag."""

import json
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from asean_sync.evidence import service as evidence
from asean_sync.evidence.chain import Link, link_json
from asean_sync.evidence.sealing import Vault
from asean_sync.packages.bags.bag import Bag
from phohien.db import ReadSession

README = """\
Biên nhận của một đích: mỗi dòng trong chain.jsonl là một mắt xích, gồm mã băm và đúng
chuỗi ký tự đã được băm. requests.jsonl là nội dung đã gửi, answers.jsonl là trả lời
được lưu. Nội dung đã gỡ chỉ còn mã băm. Cách kiểm tra: docs/how-to/check-receipts.md.

Receipts of one target: each line of chain.jsonl is a link, its hash and the very text
that was hashed. requests.jsonl has what was sent, answers.jsonl what is kept of the
answers. Of what was taken down only digests are left. To check: docs/how-to/
check-receipts.md.
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Links up to `after` were exported before; `last` is the end of the chain."""

    target_code: str
    after: int
    last: int


@dataclass(frozen=True, slots=True)
class Exported:
    target: str
    links: int
    head: str
    requests: int
    answers: int


@dataclass(frozen=True, slots=True)
class Parts:
    chain: IO[str]
    requests: IO[str]
    answers: IO[str]


async def export(
    session: ReadSession, vault: Vault, wanted: Wanted, to: IO[bytes], *, at: datetime
) -> Exported:
    """`session` is one snapshot: the bag holds the chain as it was at one moment."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {
            f"{part}.jsonl": folder / f"{part}.jsonl"
            for part in ("chain", "requests", "answers")
        }
        opened = [path.open("w", encoding="utf-8") for path in files.values()]
        try:
            done = await _write(session, vault, wanted, Parts(*opened))
        finally:
            for file in opened:
                file.close()
        bag = Bag(
            name=f"receipts-{wanted.target_code}-{wanted.after + done.links}",
            info=_info(wanted, done, at),
            texts={"README.txt": README.encode()},
            files=files,
        )
        bag.write(to)
    return done


def _info(wanted: Wanted, done: Exported, at: datetime) -> dict[str, str]:
    return {
        "Bagging-Date": f"{at:%Y-%m-%d}",
        "External-Identifier": wanted.target_code,
        "Chain-After": str(wanted.after),
        "Chain-Links": str(done.links),
        "Chain-Head": done.head,
    }


async def _write(
    session: ReadSession, vault: Vault, wanted: Wanted, parts: Parts
) -> Exported:
    links = requests = answers = 0
    head = ""
    async for page in _pages(session, wanted):
        told = await evidence.readable(session, vault, page)
        for link in page:
            text = link_json(link.kind, link.fields).decode()
            head = str(link.fields["hash"])
            parts.chain.write(f"{head} {text}\n")
            links += 1
            words = told.get(link.seq)
            if words is None:
                continue
            line = {"seq": link.seq, "body": words}
            if link.kind == "attempt":
                requests += 1
                _put(parts.requests, line)
            else:
                answers += 1
                _put(parts.answers, line)
    return Exported(wanted.target_code, links, head, requests, answers)


async def _pages(session: ReadSession, wanted: Wanted) -> AsyncIterator[list[Link]]:
    for after in range(wanted.after, wanted.last, evidence.READ_AT_ONCE):
        yield await evidence.links(session, wanted.target_code, after)


def _put(file: IO[str], line: dict[str, Any]) -> None:
    file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
