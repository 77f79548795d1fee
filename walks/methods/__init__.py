"""Methods: the versioned questionnaire that a walk is made with and keeps."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import rfc8785
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks.database import Labels, Model, Now, Number, Slugs, db


class Method(Model):
    """One version of a questionnaire.

    `vocabulary` holds what is chosen from beside themes, in the words of the method's file:
    kinds, severities, affects, scales, sections of the profile, norms.
    """

    __tablename__ = "methods"
    __table_args__ = (UniqueConstraint("slug", "version"),)

    id: Mapped[Number]
    slug: Mapped[str]
    version: Mapped[int]
    title: Mapped[Labels]
    languages: Mapped[Slugs]
    vocabulary: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str]
    loaded_at: Mapped[Now]

    themes: Mapped[list[Theme]] = relationship(order_by="Theme.ordinal", back_populates="method")
    questions: Mapped[list[Question]] = relationship(order_by="Question.ordinal")


class Theme(Model):
    """A group of categories."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("method_id", "slug"),)

    id: Mapped[Number]
    method_id: Mapped[int] = mapped_column(ForeignKey("methods.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    slug: Mapped[str]
    labels: Mapped[Labels]
    hints: Mapped[Labels]
    pictogram: Mapped[str]

    method: Mapped[Method] = relationship(back_populates="themes")
    categories: Mapped[list[Category]] = relationship(
        order_by="Category.ordinal", back_populates="theme"
    )


class Category(Model):
    """What an observation is about; neutral, so that problem, asset and idea all fit."""

    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("theme_id", "slug"),)

    id: Mapped[Number]
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    slug: Mapped[str]
    labels: Mapped[Labels]
    hints: Mapped[Labels]
    pictogram: Mapped[str]

    theme: Mapped[Theme] = relationship(back_populates="categories")


class Question(Model):
    """A question of the profile or of the stop card, with its options or its scale.

    `options` are {slug, label, default, exclusive} in the words of the method's file; `section`
    groups the profile's questions; `statements` is what the faces of a stop card agree with.
    """

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("method_id", "part", "slug"),
        CheckConstraint("part IN ('profile', 'stop_card')", name="part"),
        CheckConstraint("answers IN ('one', 'many', 'scale')", name="answers"),
    )

    id: Mapped[Number]
    method_id: Mapped[int] = mapped_column(ForeignKey("methods.id", ondelete="CASCADE"))
    part: Mapped[str]
    ordinal: Mapped[int]
    slug: Mapped[str]
    section: Mapped[str | None]
    labels: Mapped[Labels]
    statements: Mapped[Labels]
    pictogram: Mapped[str | None]
    answers: Mapped[str]
    scale: Mapped[str | None]
    is_sensitive: Mapped[bool]
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")


SHIPPED = Path(__file__).parent / "data"
VOCABULARY = ("kinds", "severities", "affects", "scales", "sections", "norms")


def load_shipped() -> list[Method]:
    """Load the methods that come with Walks; what is loaded already stays as it is."""
    return [load(json.loads(path.read_text())) for path in sorted(SHIPPED.glob("*-walk-*.json"))]


def load(data: dict[str, Any]) -> Method:
    """Load one version of a method from its file's content (data/method.schema.json).

    Raises:
        ValueError: this version is loaded with another content; a change needs a new version,
            since walks keep the version they were made with.
    """
    digest = hashlib.sha256(rfc8785.dumps(data)).hexdigest()
    found = with_version(data["slug"], data["version"])
    if found is not None and found.digest != digest:
        raise ValueError(f"{data['slug']} {data['version']} differs from the one loaded before.")
    if found is None:
        found = _made_from(data, digest)
        db.session.add(found)
        db.session.flush()
    return found


def with_version(slug: str, version: int) -> Method | None:
    """The method of this slug and version."""
    wanted = select(Method).where(Method.slug == slug, Method.version == version)
    return db.session.scalar(wanted)


def newest() -> list[Method]:
    """The newest version of each method, by slug."""
    wanted = (
        select(Method).ext(distinct_on(Method.slug)).order_by(Method.slug, Method.version.desc())
    )
    return list(db.session.scalars(wanted))


def _made_from(data: dict[str, Any], digest: str) -> Method:
    return Method(
        slug=data["slug"],
        version=data["version"],
        title=data["title"],
        languages=data["languages"],
        vocabulary={part: data[part] for part in VOCABULARY},
        digest=digest,
        themes=[_theme(ordinal, theme) for ordinal, theme in enumerate(data["themes"], 1)],
        questions=[
            *(_profile_question(n, one) for n, one in enumerate(data["questions"], 1)),
            *(_stop_card_item(n, one) for n, one in enumerate(data["stop_card"]["items"], 1)),
        ],
    )


def _theme(ordinal: int, data: dict[str, Any]) -> Theme:
    return Theme(
        **_common(ordinal, data),
        hints=data["hint"],
        categories=[
            Category(**_common(n, one), hints=one["hint"])
            for n, one in enumerate(data["categories"], 1)
        ],
    )


def _common(ordinal: int, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "slug": data["slug"],
        "labels": data["label"],
        "pictogram": data.get("pictogram"),
    }


def _profile_question(ordinal: int, data: dict[str, Any]) -> Question:
    return Question(
        **_common(ordinal, data),
        part="profile",
        section=data["section"],
        statements={},
        answers=data["choice"],
        is_sensitive=data["sensitive"],
        options=data["options"],
    )


def _stop_card_item(ordinal: int, data: dict[str, Any]) -> Question:
    return Question(
        **_common(ordinal, data),
        part="stop_card",
        statements=data["statement"],
        answers="scale",
        scale=data["scale"],
        is_sensitive=False,
    )
