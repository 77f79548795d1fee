"""Methods: the versioned questionnaire that a walk is made with and keeps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from walks.database import Labels, Model, Now, Number, Slugs


class Method(Model):
    """One version of a questionnaire.

    `vocabulary` holds what observations choose from beside themes: kinds, severities, whom it
    affects, scales; each a list of {slug, labels, pictogram}.
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
    """A question of the profile or of the stop card, with its options or its scale."""

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
    labels: Mapped[Labels]
    answers: Mapped[str]
    scale: Mapped[str | None]
    is_sensitive: Mapped[bool]
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
