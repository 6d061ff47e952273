"""Whether customers with a plan grow more: as far as the plans are old enough to tell."""

from ..plans import read_staff
from .who import at


def reckon_proof(run):
    """Ask, as a manager, over the shortest window; what comes out is kept."""
    dialogue = at(run, "kam.proof.reckon", read_staff(run)["Fuller"]).create({})
    proof = run.env["kam.proof"].browse(dialogue.action_reckon()["res_id"])
    run.name_records("proof", ["programme"], proof)
