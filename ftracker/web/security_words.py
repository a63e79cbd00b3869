"""What happened at the doors, in words."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

WORDS = {
    "sign_in.made": "Signed in",
    "sign_in.failed": "A wrong password was tried at the sign-in page",
    "sign_in.throttled": "Too many wrong passwords: refused for ten minutes",
    "sign_out.made": "Signed out",
    "session.ended": "Signed browsers out: {count}",
    "proof.failed": "A wrong password was tried in the settings",
    "proof.made": "Proved who it is",
    "password.changed": "Changed the password",
    "password.link_asked": "Somebody asked for a link to a new password",
    "password.link_made": "A link to a new password was made on the command line",
    "password.reset": "Set a new password by a link",
    "provider.connected": "Connected an account of the sign-in provider",
    "provider.disconnected": "Let an account of the sign-in provider go",
    "provider.used": "The sign-in provider vouched for the person",
    "second_factor.added": "Turned the second factor on",
    "second_factor.removed": "Turned the second factor off",
    "second_factor.reset": "The second factor was turned off on the command line",
    "second_factor.failed": "A wrong second factor was tried",
    "recovery_code.used": "Used a recovery code",
    "recovery_codes.renewed": "Made new recovery codes",
    "passkey.added": "Added the passkey {name}",
    "passkey.removed": "Removed the passkey {name}",
    "token.made": "Made the API token {name}, which may {scope}",
    "token.revoked": "Took the API token {name} away",
    "calendar.made": "Made an address for a calendar",
    "calendar.revoked": "Took the address of the calendar away",
    "person.disabled": "The account was shut on the command line",
    "person.enabled": "The account was opened again on the command line",
    "member.joined": "{member} joined as {role}",
    "member.role_changed": "{member} is {role} now",
    "member.removed": "Removed the member {member}",
    "invitation.made": "Made an invitation as {role}",
    "invitation.revoked": "Took an invitation back",
    "import.made": "Imported {file}: {rows} new transactions",
    "import.undone": "Took the import of {file} back",
    "export.made": "Exported {file}",
    "household.opened": "Opened the household in a browser that was signed in",
    "household.imported": "Brought the books in from an archive",
    "household.deleted": "Deleted the household",
    "person.exported": "Took along what is kept about the person",
    "person.deleted": "Deleted the account",
    "backup.made": "Made a backup",
    "backup.restored": "Restored a backup",
}
# What somebody else may have done; whoever reads the list looks there first.
ALARMING = frozenset(
    {"sign_in.failed", "sign_in.throttled", "proof.failed", "second_factor.failed"}
)


def sentence(event: str, details: Mapping[str, Any]) -> str:
    """Say what happened; an event without words of its own is said by its name."""
    written = WORDS.get(event)
    if written is None:
        topic, _, verb = event.replace("_", " ").partition(".")
        return f"{topic.capitalize()}: {verb}"
    return written.format_map(defaultdict(str, details))
