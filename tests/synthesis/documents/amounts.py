"""Sums of money as Chinese vouchers write them: in digits with separators, and in capital numerals (大写)."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def capital_amount(fen: int) -> str:
    """Return a sum below a trillion yuan in capital numerals, 壹仟贰佰元零伍分; `fen` is in hundredths of a yuan."""
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return (text or "零元") + "整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_DIGITS[cent]}分" if cent else "整")


def _whole(number: int) -> str:
    parts, gap = "", False
    for index in range(2, -1, -1):
        group = number // 10000**index % 10000
        if not group:
            gap = gap or bool(parts)
            continue
        if parts and (gap or group < 1000):
            parts += "零"
        parts += _group(group) + ("", "万", "亿")[index]
        gap = False
    return parts


def _group(number: int) -> str:
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return text


def plain_amount(fen: int) -> str:
    """Return 1,234.50."""
    return f"{fen // 100:,}.{fen % 100:02d}"
