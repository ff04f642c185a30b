"""What a process keeps of what it has worked out, under the names of the data that it follows from."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by name, the last used of them: at most `most`. Any thread may ask."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Hashable) -> Value | None:
        with self._lock:
            if name in self._values:
                self._values.move_to_end(name)
            return self._values.get(name)

    def put(self, name: Hashable, value: Value) -> None:
        with self._lock:
            self._values[name] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
