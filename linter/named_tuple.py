"""Values with named fields: `typing.NamedTuple`, made at a tenth of its cost.

typing compiles each field's annotation and a constructor for each class, which is a fourth of a cold run.
Here neither is: annotations stay as written, classes of equally many fields share a constructor's code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import _tuplegetter  # what collections.namedtuple makes fields of
    from functools import cache
    from types import FunctionType

    class _Making(type):
        """Makes a class of tuples of a class that derives from NamedTuple."""

        def __new__(cls, name, bases, body):
            """Return the class: a tuple, whose fields are those that the body annotates."""
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            code = _code(len(fields)).replace(co_varnames=("_cls", *fields), co_qualname=f"{name}.__new__")
            made = FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values()))
            own = {"__slots__": (), "__new__": made, "_fields": fields, "__match_args__": fields}
            getters = {field: _tuplegetter(at, "") for at, field in enumerate(fields)}
            return type(name, (tuple,), {**_COMMON, **body, **own, "_field_defaults": defaults, **getters})

    @cache
    def _code(number):
        """Return the code of a constructor of tuples, which takes so many arguments."""
        names = ", ".join(f"_{at}" for at in range(number))
        return eval(f"lambda _cls, {names}: _new(_cls, ({names},))").__code__

    def _made(cls, values):
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
        return made

    def _replaced(self, /, **changed):
        made = self._make(map(changed.pop, self._fields, self))
        if changed:
            raise ValueError(f"{type(self).__name__} has no field {', '.join(changed)}")
        return made

    def _as_dict(self):
        return dict(zip(self._fields, self, strict=True))

    def _written(self):
        told = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({told})"

    def _plain(self):
        return tuple(self)

    _GLOBALS = {"_new": tuple.__new__, "__builtins__": {}}
    _COMMON = {
        "_make": classmethod(_made),
        "_replace": _replaced,
        "_asdict": _as_dict,
        "__repr__": _written,
        "__getnewargs__": _plain,  # what copies are made of
    }

    class NamedTuple(metaclass=_Making):
        """What a class derives from to be a tuple with named fields."""
