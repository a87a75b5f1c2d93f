"""Made-up documents for tests: no two of them share more than words."""

from __future__ import annotations

import random

from wenlint.document import Document
from wenlint.reading import read_bytes

# Some 2,000 two-character words without sense; what is telling about them is that they differ.
_CHARACTERS = [chr(code) for code in range(0x4E10, 0x9F00, 17)]
_WORDS = ["".join(random.Random(seed).sample(_CHARACTERS, 2)) for seed in range(2000)]


def sentence(rng: random.Random) -> str:
    """One sentence of some 25 characters."""
    clauses = ["".join(rng.choices(_WORDS, k=rng.randint(4, 7))) for _ in range(2)]
    return "，".join(clauses) + "。"


def prose(seed: int, sentences: int) -> str:
    """Several sentences that depend on the seed alone."""
    rng = random.Random(seed)
    return "".join(sentence(rng) for _ in range(sentences))


def superior(seed: int, sentences: int = 24, title: str = "") -> str:
    """A superior document: title, number, articles."""
    rng = random.Random(seed)
    articles = [
        f"第{number}条 " + "".join(sentence(rng) for _ in range(3)) for number in "一二三四五六七八"[: sentences // 3]
    ]
    return "\n".join([title or f"示例省第{seed}号管理办法", f"示政发〔2020〕{seed % 90 + 1}号", *articles])


def draft(*paragraphs: str, title: str = "云川市人民政府办公室关于做好年度工作的通知") -> Document:
    """A draft in plain text with these paragraphs as its body."""
    body = "".join(f"　　{paragraph}\n" for paragraph in paragraphs)
    text = f"{title}\n各区人民政府：\n{body}云川市人民政府办公室\n2024年3月5日\n"
    return read_bytes(text.encode(), "draft.txt")


INNOCENT = (
    "夜里起风以后，渡口的灯还亮着，摆渡人把缆绳系了两道才肯回家。",
    "孩子们在操场上放纸鸢，线断了三回，又接起来继续跑。",
    "邮差绕过积水的巷子，把信塞进每一扇漆成蓝色的木门。",
    "茶馆老板换了新炉子，水烧得很快，只是不再有松枝的气味。",
)
