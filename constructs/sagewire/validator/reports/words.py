"""How reports write what stands in people's templates, and how they count."""


def shown(text: str) -> str:
    """A text in one line of printable characters, whatever is in it: a template may hold what a terminal obeys."""
    return text if text.isprintable() else "".join(map(_printable, text))


def counted(number: int, noun: str) -> str:
    """ "1 error", "2 errors"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else ascii(character)[1:-1]
