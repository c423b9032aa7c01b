"""Writes domain values as JSON and reads them back exactly as they were."""

import base64
import json
import math
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Pair = tuple[Callable[[Any], Any], Callable[[Any], Any]]  # to a JSON value, and back

_PLAIN = frozenset({str, int, float, bool, type(None)})  # what JSON itself tells apart

KIND = "is"  # names the type of a value where several are possible


class Unreadable(ValueError):
    """The JSON does not say what the type needs: written by another version, or altered."""


def to_json(value: object, kind: Any = None) -> str:
    """Canonical JSON (sorted, compact, ASCII) of a domain value; `kind` is its type where that is not its class."""
    encode, _ = _pair(type(value) if kind is None else kind)
    return json.dumps(encode(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(kind: type[T], text: str) -> T:
    """The value that `to_json` wrote. Fields that it lacks take their defaults; unknown ones raise `Unreadable`."""
    _, decode = _pair(kind)
    try:
        return cast("T", decode(json.loads(text)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"this is not a stored {getattr(kind, '__name__', kind)}: {error}") from error


def _same(value: Any) -> Any:
    return value


def _exactly(*kinds: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) not in kinds:
            raise Unreadable(f"{value!r} is no {kinds[0].__name__}")
        return value

    return check


def _float_out(value: float) -> Any:
    return value if math.isfinite(value) else {KIND: "float", "value": repr(value)}


def _float_in(value: Any) -> Any:
    return float(value["value"]) if isinstance(value, dict) else _exactly(float, int)(value)


_SCALARS: Mapping[Any, Pair] = {
    str: (_same, _exactly(str)),
    bool: (_same, _exactly(bool)),
    int: (_same, _exactly(int)),
    float: (_float_out, _float_in),
    type(None): (_same, _exactly(type(None))),
    datetime: (datetime.isoformat, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    bytes: (lambda value: base64.b64encode(value).decode(), lambda value: base64.b64decode(value, validate=True)),
}


def _pair(kind: Any) -> Pair:
    return _pair_of(kind)


@cache
def _pair_of(kind: Any) -> Pair:
    kind = getattr(kind, "__supertype__", kind)  # a NewType is written as what it is made of
    if kind in _SCALARS:
        return _SCALARS[kind]
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _union(get_args(kind))
    if origin in {tuple, frozenset}:
        return _sequence(kind)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda value: value.value), kind
    if is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"{kind!r} has no JSON form here")


def _sequence(kind: Any) -> Pair:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and inner[-1] is not Ellipsis:
        return _fixed(tuple(_pair(each) for each in inner))
    encode, decode = _pair(inner[0])
    ordered: Callable[[Any], Any] = list if origin is tuple else sorted
    return (
        lambda value: [encode(each) for each in ordered(value)],
        lambda raw: origin(decode(each) for each in _exactly(list)(raw)),
    )


def _fixed(pairs: tuple[Pair, ...]) -> Pair:
    return (
        lambda value: [encode(each) for (encode, _), each in zip(pairs, value, strict=True)],
        lambda raw: tuple(decode(each) for (_, decode), each in zip(pairs, _exactly(list)(raw), strict=True)),
    )


def _mapping(kind: Any) -> Pair:
    _, inner = get_args(kind)  # the keys are strings
    encode, decode = _pair(inner)
    return (
        lambda value: {key: encode(each) for key, each in value.items()},
        lambda raw: MappingProxyType({key: decode(each) for key, each in _exactly(dict)(raw).items()}),
    )


def _record(kind: Any) -> Pair:
    hints = get_type_hints(kind)
    pairs = {each.name: _pair(hints[each.name]) for each in fields(kind)}
    needed = {each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING}

    def encode(value: Any) -> dict[str, Any]:
        return {name: out(getattr(value, name)) for name, (out, _) in pairs.items()}

    def decode(raw: Any) -> Any:
        found = _exactly(dict)(raw).keys()
        if needed - found or found - pairs.keys():
            raise Unreadable(f"{kind.__name__} lacks {sorted(needed - found)}, has {sorted(found - pairs.keys())}")
        return kind(**{name: pairs[name][1](each) for name, each in raw.items()})

    return encode, decode


def _union(kinds: tuple[Any, ...]) -> Pair:
    """Plain JSON values stand for themselves; anything else says which of the kinds it is."""
    kinds = tuple(getattr(each, "__supertype__", each) for each in kinds)
    kinds += (datetime,) if date in kinds else ()  # every datetime is a date as well
    named = {each.__name__: _pair(each) for each in kinds if each not in _PLAIN}
    plain = {each: _pair(each) for each in kinds if each in _PLAIN}
    if len(named) == 1 and plain.keys() <= {type(None)}:
        return _optional(next(iter(named.values())))

    def encode(value: Any) -> Any:
        if type(value) in plain:
            return plain[type(value)][0](value)
        return {KIND: type(value).__name__, "value": named[type(value).__name__][0](value)}

    def decode(raw: Any) -> Any:
        if not isinstance(raw, dict):
            return plain[type(raw)][1](raw)
        if raw[KIND] == "float":
            return _float_in(raw)
        return named[raw[KIND]][1](raw["value"])

    return encode, decode


def _optional(pair: Pair) -> Pair:
    encode, decode = pair
    return (
        lambda value: None if value is None else encode(value),
        lambda raw: None if raw is None else decode(raw),
    )
