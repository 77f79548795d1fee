"""As root, become the account that owns var: no page is served and no job is done by root."""

from __future__ import annotations

import os

from walks.postgres import ClusterRefused, Owner, cluster_for, reachable
from walks.settings import ROOT, Settings


def drop_root(settings: Settings) -> None:
    """Go on as the owner of `var`, or as `postgres` where that is root's; nothing for others.

    Raises ClusterRefused where that account cannot read this folder.
    """
    if os.geteuid() != 0:
        return
    owner = cluster_for(settings.var).owner
    for folder in (ROOT / "walks", settings.var):
        if not reachable(folder, by=owner):
            raise ClusterRefused(
                f"Walks does not run as root, and the account {owner.name} cannot enter {folder}. "
                "Start it with `make run`, which moves it, or put it where all can read it."
            )
    _hand_over(settings, owner)
    os.initgroups(owner.name, owner.gid)
    os.setgid(owner.gid)
    os.setuid(owner.uid)
    os.environ.update(HOME=str(settings.var), USER=owner.name, LOGNAME=owner.name)
    os.chdir(ROOT)


def _hand_over(settings: Settings, owner: Owner) -> None:
    """Give `var`, and what root left in it, to the account."""
    settings.var.mkdir(parents=True, exist_ok=True)
    os.chown(settings.var, owner.uid, owner.gid)
    for left in settings.var.iterdir():
        if left.lstat().st_uid == 0:
            for path in (left, *left.rglob("*")):
                os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
