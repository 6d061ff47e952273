"""Who has to do with rewards: nobody else sees anything of them."""

from odoo import Command

from ..plans import read_staff

# Keeps schemes and statements, and is paid by none of them.
KEEPER = "Callahan"
MEMBERS = ("Davolio", "Leverling")
MANAGER = "Fuller"
# The setting would switch rewards on for everybody.
USE, KEEP = "kam_planning.group_kam_use_reward", "kam_planning.group_kam_reward"


def allow_rewards(run):
    """Give the members, their manager, the keeper and the administrator what the setting gives to
    all users, and the keeper her group.
    """
    staff = read_staff(run)
    users = run.env.ref("base.user_admin").union(
        *(staff[name] for name in (*MEMBERS, MANAGER, KEEPER))
    )
    users.group_ids = [Command.link(run.env.ref(USE).id)]
    staff[KEEPER].group_ids = [Command.link(run.env.ref(KEEP).id)]
