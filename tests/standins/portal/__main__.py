"""Run the stand-in portal: python tests/standins/portal --port 8704 --data DIR."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="stand-in portal", description=__doc__)
    parser.add_argument("--port", type=int, default=8704)
    parser.add_argument("--data", type=Path, required=True, help="folder of its data")
    parser.add_argument("--token", default="stand-in", help="bearer token it accepts")
    parser.add_argument(
        "--latency", type=float, default=0.0, help="seconds before each answer"
    )
    return parser.parse_args()


def main() -> None:
    # Started as a folder, so the checkout is not on the path yet.
    sys.path.insert(0, str(ROOT))
    from tests.standins.portal.app import Options  # noqa: PLC0415 -- path set above
    from tests.standins.portal.server import serve  # noqa: PLC0415 -- path set above

    given = arguments()
    serve(
        Options(data=given.data, token=given.token, latency=given.latency),
        port=given.port,
    )


if __name__ == "__main__":
    main()
