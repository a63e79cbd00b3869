"""Rules for programs."""

from uuid import UUID

from ftracker.db import history
from ftracker.queries import rules as stored
from ftracker.routes.api import requests, shown
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Viewer
from ftracker.schemas.fields import Out
from ftracker.schemas.rules import Applied, Rule, RuleEdit, RuleIn
from ftracker.services import rules

router = requests.router("rules")


class RuleList(Out):
    """All rules of a household."""

    items: list[Rule]


@router.get("", operation_id="listRules")
def listing(session: Viewer) -> RuleList:
    """List all rules in the order they are applied."""
    return RuleList(items=shown.rules(session, stored.listing(session)))


@router.post("", status_code=201, operation_id="addRule")
def add(data: RuleIn, session: Editor, once: Repeatable) -> Rule:
    """Add a rule.

    It applies to what is imported from now on; `POST /api/rules/{id}/apply` applies it to what
    is there. Rules apply from the first to the last, and a later one sees what the earlier ones
    did. Expressions of `matches` know no look-around and no references back.
    """
    return once.created(
        session, Rule, data, lambda: shown.rule(session, rules.add(session, data).id)
    )


@router.get("/{rule_id}", operation_id="getRule")
def one(rule_id: UUID, session: Viewer) -> Rule:
    """Show one rule."""
    return shown.rule(session, rule_id)


@router.put("/{rule_id}", operation_id="editRule")
def edit(rule_id: UUID, data: RuleEdit, session: Editor, once: Repeatable) -> Rule:
    """Change a rule; `version` must be the one that was read.

    Without `position` it stays where it is.
    """

    def deed() -> Rule:
        rules.edit(session, rule_id, data)
        return shown.rule(session, rule_id)

    with shown.both_versions(session, shown.rule):
        return once.done(session, Rule, data, deed)


@router.delete("/{rule_id}", status_code=204, operation_id="deleteRule")
def delete(rule_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a rule; what it did stays."""
    with shown.both_versions(session, shown.rule):
        rules.delete(session, rule_id, version=version)


@router.post("/{rule_id}/apply", operation_id="applyRule")
def apply(rule_id: UUID, session: Editor) -> Applied:
    """Apply a rule to all transactions that it fits, as one change that can be undone.

    Parts of a split keep their category, they and sides of transfers keep type and account, and
    what was reconciled keeps its account.
    """
    changed = rules.apply_to_past(session, rule_id)
    return Applied(changed=changed, change_set_id=history.last(session) if changed else None)
