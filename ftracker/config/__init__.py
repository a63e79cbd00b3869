"""What the person who runs FTracker decides, and the folder that it is kept in."""

from ftracker.config.folders import PREFIX, SettingsError, default_data_dir, keep_secret, prepare
from ftracker.config.settings import MIB, Settings, load

__all__ = [
    "MIB",
    "PREFIX",
    "Settings",
    "SettingsError",
    "default_data_dir",
    "keep_secret",
    "load",
    "prepare",
]
