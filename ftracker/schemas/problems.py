"""What a program is told when it is refused (RFC 9457)."""

from typing import Any

from pydantic import Field

from ftracker.schemas.fields import Out


class FieldProblem(Out):
    """What is wrong with one field."""

    field: str = Field(description="Its name; inside a list `tags.0`; `body` for the whole.")
    message: str = Field(examples=["Write a positive number such as 12.50."])
    row: int | None = Field(None, description="The line of a file, from 1.")


class Need(Out):
    """What has to be said before a file can be read."""

    field: str = Field(
        description="The part of the mapping that answers it.", examples=["date.formats"]
    )
    question: str


class Problem(Out):
    """Why a request was refused, as `application/problem+json`."""

    type: str = Field(examples=["urn:ftracker:problem:stale"])
    title: str = Field(examples=["Conflict"])
    status: int = Field(ge=400, le=599, examples=[409])
    detail: str = ""
    errors: list[FieldProblem] = Field(
        default_factory=list, description="Empty unless fields are to blame."
    )
    count: int | None = Field(None, description="409: how many things are in the way.")
    current: dict[str, Any] | None = Field(None, description="409: the thing as it is now.")
    needs: list[Need] | None = Field(
        None, description="422: a file that has two readings, and what would settle it."
    )
    request_id: str | None = Field(None, description="5xx: how the log calls this request.")
