"""What was seen of one file of a dossier: facts only, no judgement."""

from __future__ import annotations

from enum import Enum

from zlxm.model.stamp import Stamp
from zlxm.model.value import value


class FileState(Enum):
    """Whether the file can count as a document at all."""

    PRESENT = "present"
    MISSING = "missing"
    EMPTY = "empty"
    LFS_POINTER = "lfs_pointer"
    LINK = "link"  # a symbolic link or junction, or a path that passes through one
    NOT_A_FILE = "not_a_file"  # directory, FIFO, device
    UNREADABLE = "unreadable"  # permission, I/O error
    TOO_LARGE = "too_large"
    CHANGING = "changing"  # somebody wrote to it while it was read
    UNSEEN = "unseen"  # git has it, a sparse checkout left it out


@value
class Made:
    """A paper that `generate` made: its stamp, and whether somebody changed it afterwards."""

    stamp: Stamp
    is_edited: bool


@value
class Changed:
    """One slot of a made paper that would say something else today; texts too long to show are empty."""

    slot: str
    then: str
    now: str


@value
class Changes:
    """All that changed since a paper was made."""

    slots: tuple[Changed, ...]


@value
class FileFacts:
    """One file as found: its state, its real format and what its content gives away.

    `path` is relative to the dossier, `/`-separated. `format` is what the content is, in the vocabulary of file
    extensions without the dot (`pdf docx xlsx pptx ofd doc wps xls et ppt dps jpg png zip html txt`, and what is often
    uploaded in their place: `rtf gif tif webp heic rar 7z`), `ole` for a compound file of another program, or `""`
    when unknown. `is_protected` is also true of a PDF that opens freely but forbids printing or copying.
    `damage` is a code naming a structural fault, or `""`: `truncated trailing_zip` (pdf), `bad_ole` (old Office),
    `bad_zip empty_zip bomb unsafe_name duplicate_part overlap hidden_data` (any zip), `missing_part doctype` (docx and
    its like), `huge_image` (png, jpg). A damaged or protected file was not searched for text.
    `placeholders` are unfilled template slots found in a docx, `secrecy_marks` the marks found in its text. `made`
    tells how a paper of ours was made, `stale` what it would say differently today; `statements` (label,
    value) are what a docx or xlsx says of the project. `active` names what runs, fetches or hides something in an
    Office file or a PDF: `macros dde remote_template remote_content launch` and `activex foreign_part data_connection
    embedded linked_file remote_picture script`.
    """

    path: str
    state: FileState
    size: int = 0
    format: str = ""
    is_protected: bool = False
    damage: str = ""
    placeholders: tuple[str, ...] = ()
    secrecy_marks: tuple[str, ...] = ()
    made: Made | None = None
    stale: tuple[Changed, ...] = ()
    statements: tuple[tuple[str, str], ...] = ()
    active: tuple[str, ...] = ()
