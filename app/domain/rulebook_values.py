"""What a field of a rulebook's TOML may hold. Each raises `TypeError`, with what is wanted, where it holds another."""


def a_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number is wanted, not {value!r}")
    return float(value)


def whole_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"a whole number is wanted, not {value!r}")
    return value


def a_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is wanted, not {value!r}")
    return value


def texts(value: object, *, of: str = "signal names") -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise TypeError(f"a list of {of} is wanted, not {value!r}")
    return tuple(value)
