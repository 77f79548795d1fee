"""Media: what photos and voice notes have in common, from the phone's bytes to the file store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from walks.database import Id, Instant, Model, Now
from walks.observations import Observation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import BinaryIO

    from flask_babel.speaklater import LazyString

    from walks.observations import OwedPhoto, OwedVoice
    from walks.settings import Settings


class Given(Model):
    """What a table of media holds of each: whose it is, as it arrived, and what became of it.

    `received_digest` is the SHA-256 of the bytes as delivered, `kept_digest` that of the file that
    was made of them.
    """

    __abstract__ = True

    id: Mapped[Id]
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id", ondelete="CASCADE"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    state: Mapped[str] = mapped_column(server_default="received")
    received_digest: Mapped[str]
    received_bytes: Mapped[int]
    kept_digest: Mapped[str | None]
    refused_because: Mapped[str | None]  # a code of its medium's preparing
    received_at: Mapped[Now]
    settled_at: Mapped[Instant | None]

    @declared_attr
    def observation(self) -> Mapped[Observation]:
        """The observation that it was given to."""
        return relationship(Observation, lazy="joined")

    @property
    def organisation_id(self) -> int:
        """The organisation whose walk it was given to."""
        return self.observation.organisation_id


def promises() -> tuple[CheckConstraint, ...]:
    """What the database keeps of every table of media."""
    return (
        CheckConstraint("state IN ('received', 'kept', 'refused')", name="state"),
        CheckConstraint("(state = 'kept') = (kept_digest IS NOT NULL)", name="kept"),
        CheckConstraint("(state = 'refused') = (refused_because IS NOT NULL)", name="refused"),
    )


class RefusedError(Exception):
    """The bytes cannot become what they should be; `code` is one of their medium's reasons."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Harmless:
    """What is kept of a medium: its digest, blocks of bytes for each key, columns of its row."""

    digest: str
    files: Mapping[str, Iterable[bytes]]
    columns: Mapping[str, Any]


T = TypeVar("T", bound=Any)


@dataclass(frozen=True, kw_only=True)
class Medium(Generic[T]):
    """One kind of medium: where it is kept, what is taken, and what makes it harmless.

    `check` and `prepare` raise RefusedError. `keys` names the files of a digest in the store, which
    all begin with `folder`, a slash and the digest. Its jobs: `keep` takes one id as text under the
    name `id_name`, `forget` several under that name and an s, and digests.
    """

    table: type[T]
    owed: type[OwedPhoto | OwedVoice]
    arriving: str
    folder: str
    keys: Callable[[str], list[str]]
    most_bytes: Callable[[Settings], int]
    most_each: Callable[[Settings], int]
    too_many: LazyString  # with a gap for `most`
    not_owed: str  # codes of problems
    refused: str
    check: Callable[[BinaryIO], None]
    prepare: Callable[[BinaryIO], Harmless]
    sentence: Callable[[str], str]
    keep: Any
    forget: Any
    id_name: str

    def incoming(self, medium_id: UUID) -> str:
        """The store's key for the bytes as delivered, until they are settled."""
        return f"{self.arriving}/{medium_id}"
