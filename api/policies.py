"""`/api/v1/policies`: the policy packs of this installation."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.auth import require
from api.schemas import PolicyItem, PolicyList, PolicyOut
from models.errors import NotFound, UnknownPolicy
from models.policy import Policy
from models.store.api_keys import Role
from verifier.policies.loader import list_policies, load_policy

blueprint = APIBlueprint("policies", __name__, url_prefix="/api/v1/policies", tag="政策包")


@blueprint.get("")
@require(*Role)
@blueprint.doc(summary="政策包列表")
@blueprint.output(PolicyList)
def list_all() -> PolicyList:
    """Return every pack that an application may name."""
    return PolicyList(
        policies=[
            PolicyItem(id=pack.id, title=pack.title, year=pack.year, version=pack.version) for pack in list_policies()
        ]
    )


@blueprint.get("/<policy_id>")
@require(*Role)
@blueprint.doc(summary="一份政策包的全部要求")
@blueprint.output(PolicyOut)
def show(policy_id: str) -> PolicyOut:
    """Return one pack, clause by clause."""
    try:
        return PolicyOut(known_policy(policy_id))
    except UnknownPolicy as unknown:
        raise NotFound from unknown


def known_policy(policy_id: str) -> Policy:
    """Return the pack of this id.

    The loader also takes paths, for the command line; over HTTP that would open any file of this machine.

    Raises:
        UnknownPolicy: no pack of this installation has the id.
    """
    if policy_id not in {pack.id for pack in list_policies()}:
        raise UnknownPolicy(policy=policy_id)
    return load_policy(policy_id)
