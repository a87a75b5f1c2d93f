"""An image of a page → Flow, by text recognition."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from wenlint.document import Measure
from wenlint.reading import ocr
from wenlint.reading.errors import ReadingError
from wenlint.reading.flow import Flow, assemble
from wenlint.reading.limits import IMAGE_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Image

_A4_WIDTH = 595.0  # points; what an image without a believable resolution is taken for
_DOTS = range(72, 1201)  # an inch


def read(data: bytes) -> Flow:
    """Reads the text on an image.

    Raises:
        ReadingError: unsupported when the extra is missing or the kind of image is not known,
            damaged, too-large, or empty when there is no text on it.
    """
    from wenlint.reading.fixed.compose import compose

    recogniser = ocr.Recogniser()
    image, scale = _opened(data)
    lines = recogniser.lines(image)
    sheet = ocr.sheet(lines, 1, image.width / scale, image.height / scale, scale)
    if not sheet.pieces:
        raise ReadingError("empty", "图片上没有认出文字，没有可查的内容")
    pages = Measure(1, "images", exact=True)
    return assemble("image", compose([sheet]), pages, [ocr.note(lines, "")])


def _opened(data: bytes) -> tuple[Image, float]:
    """The image in colours, turned as its camera was, and its pixels to a point."""
    import PIL.Image
    from PIL.ImageOps import exif_transpose

    PIL.Image.MAX_IMAGE_PIXELS = None  # refused below, with a message of ours
    try:
        with PIL.Image.open(io.BytesIO(data)) as found:
            if found.width * found.height > IMAGE_PIXELS:
                raise ReadingError(
                    "too-large",
                    f"图片有 {found.width}×{found.height} 个像素，超过 {IMAGE_PIXELS // 10_000} 万的上限，请缩小后再查",
                )
            image = exif_transpose(found).convert("RGB")
            dots = found.info.get("dpi", (0, 0))[0]
    except PIL.UnidentifiedImageError:
        raise ReadingError("unsupported", "这种图片读不了；请转成 .png 或 .jpg 再查") from None
    except (OSError, ValueError, SyntaxError, TypeError, IndexError):
        raise ReadingError("damaged", "图片已损坏，打不开；请重新取得文件") from None
    believable = isinstance(dots, int | float) and round(dots) in _DOTS
    return image, dots / 72 if believable else image.width / _A4_WIDTH
