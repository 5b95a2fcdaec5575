"""The least an ASGI server can do: `/3000` is 3,000 bytes, and nothing else."""

import sys

import uvicorn

ANSWERS = {}


def answer(path):
    size = int(path[1:] or 0)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(size).encode()),
    ]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    return start, {"type": "http.response.body", "body": b" " * size}


async def app(scope, receive, send):
    if scope["type"] == "http":
        path = scope["path"]
        if path not in ANSWERS:
            ANSWERS[path] = answer(path)
        start, end = ANSWERS[path]
        await send(start)
        await send(end)
        return
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
        server_header=False,
    )
