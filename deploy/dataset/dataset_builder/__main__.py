"""python -m dataset_builder: draw, typeset and write everything."""

import sys

from dataset_builder.assets import build_assets
from dataset_builder.brochures import NAMES, typeset
from dataset_builder.drawings import KINDS, draw
from dataset_builder.items import build_items


def main() -> None:
    made = [draw(kind, lang) for kind in KINDS for lang in ("vi", "en")]
    made += [typeset(name, lang) for name in NAMES for lang in ("vi", "en")]
    for path in made:
        sys.stdout.write(f"{path.name}  {path.stat().st_size:,} bytes\n")
    for name, count in build_items().items():
        sys.stdout.write(f"{name}  {count} items\n")
    sys.stdout.write(f"{build_assets()} assets\n")


if __name__ == "__main__":
    main()
