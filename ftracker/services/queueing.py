"""Work that is done later, once what asks for it is committed."""

from uuid import UUID

from sqlalchemy.orm import Session


def defer_import(session: Session, import_id: UUID) -> None:
    """Let a job take a file in."""
