"""Puts printed document numbers into the head of a draft and counts what is told of them.

    python bench/document_numbers.py docnos.jsonl.gz

Each line of the file is a JSON object with ``docno``. A number in the strict form of GB/T 9704—2012, 7.2.5 must pass;
of the others every shape is shown with what is told. Then each kind of slip is made in a sample of the strict ones.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable

from wenlint.check import Context
from wenlint.linting import judge
from wenlint.packs import load_pack
from wenlint.reading import read_bytes
from wenlint.registry import find

_STRICT = re.compile(r"[\u4e00-\u9fff]{2,16}〔(?:19|20)\d\d〕[1-9]\d{0,4}号")
_DRAFT = "示例文件\n%s\n\n关于加强涵洞巡查的通知\n\n各有关单位：\n请加强涵洞巡查。\n"
_SAMPLE = 300
SLIPS: dict[str, Callable[[str], str]] = {
    "[2019]": lambda n: n.replace("〔", "[").replace("〕", "]"),
    "（2019）": lambda n: n.replace("〔", "（").replace("〕", "）"),
    "(2019)": lambda n: n.replace("〔", "(").replace("〕", ")"),
    "【2019】": lambda n: n.replace("〔", "【").replace("〕", "】"),
    "［2019］": lambda n: n.replace("〔", "［").replace("〕", "］"),
    "〔2019]": lambda n: n.replace("〕", "]"),
    "〔19〕": lambda n: re.sub(r"〔\d\d", "〔", n),
    "〔2019年〕": lambda n: n.replace("〕", "年〕"),
    "第5号": lambda n: n.replace("〕", "〕第"),
    "05号": lambda n: n.replace("〕", "〕0"),
    "blank": lambda n: n.replace("〔", " 〔"),
    "zero width": lambda n: n.replace("〔", "\u200b〔"),
    "full width": lambda n: n.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)}),
    "no 号": lambda n: n.removesuffix("号"),
}


def main(arguments: list[str]) -> int:
    """Prints the figures; 2 when no file is given."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    registry = find()
    pack = load_pack(registry.packs["gbt-9704-2012"], registry.checks)
    rules = [rule for rule in pack.rules if rule.id.endswith("number-form")]

    def told(number: str) -> list[str]:
        document = read_bytes((_DRAFT % number).encode(), "draft.txt", None)
        return [finding.message for finding in judge(document, rules, registry.checks, Context())[0]]

    with gzip.open(arguments[0], "rt", encoding="utf-8") as lines:
        numbers = sorted({number for line in lines if (number := json.loads(line)["docno"])})
    strict = [number for number in numbers if _STRICT.fullmatch(number)]
    alarms = [number for number in strict if told(number)]
    print(f"{len(strict)} strict numbers, {len(alarms)} told as wrong {alarms[:5]}")
    others = Counter((tuple(told(number)), re.sub(r"\d+", "9", number)[-12:]) for number in set(numbers) - set(strict))
    for (messages, shape), count in others.most_common(12):
        print(f"  {count:5} …{shape}: {'；'.join(messages) or 'nothing told'}")
    sample = random.Random(1).sample(strict, min(_SAMPLE, len(strict)))
    for name, slip in SLIPS.items():
        found = sum(bool(told(slip(number))) for number in sample)
        print(f"  {name}: {found}/{len(sample)} told")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
