"""Files are read as they are on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linter import files
from linter.files import TooLarge, read_bytes


def test_a_file_is_read_whole_or_from_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"a\r\n\0b")

    assert read_bytes(str(tmp_path / "x")) == b"a\r\n\0b"
    assert read_bytes(str(tmp_path / "x"), 3) == b"a\r\n"


def test_a_folder_a_device_and_what_is_too_large_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")

    with pytest.raises(IsADirectoryError):
        read_bytes(str(tmp_path))
    with pytest.raises(TooLarge):
        read_bytes(str(tmp_path / "x"), largest=2)
    if os.path.exists(os.devnull):
        with pytest.raises(OSError, match="not a regular file"):
            read_bytes(os.devnull)


@pytest.mark.parametrize("size", [0, 2, 3, 4, 100])
def test_a_file_whose_size_has_changed_is_read_whole(tmp_path: Path, size: int) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    number = os.open(tmp_path / "x", os.O_RDONLY)
    try:
        assert files._all_of(number, size) == b"abc"
    finally:
        os.close(number)
