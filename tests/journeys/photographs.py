"""Pictures such as phones take, made on the spot."""

from __future__ import annotations

import io

from PIL import Image


def a_phone_photo(side: int = 4000) -> bytes:
    """A JPEG of 4:3 with the detail of a street, `side` pixels wide."""
    noise = Image.effect_noise((side // 8, side * 3 // 32), 60).resize((side, side * 3 // 4))
    file = io.BytesIO()
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(file, "JPEG", quality=92)
    return file.getvalue()
