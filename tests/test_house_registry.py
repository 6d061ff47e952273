"""What the house promises of the models as they are in the registry: rules by family, the order of
overrides, what may leave.
"""

from pathlib import Path

from odoo.tests import TransactionCase, tagged

ALL = "rwcu"
READ = "r"
COMPANY = ("", "[('company_id', 'in', company_ids)]", ALL)
MANAGER = ("group_kam_manager", "[(1, '=', 1)]", ALL)


def of_plan(field, value):
    return f"[('plan_id.{field}', {value})]"


PLAN_FAMILY = {
    COMPANY,
    ("group_kam_user", of_plan("access_user_ids", "'in', user.id"), ALL),
    ("group_kam_user", of_plan("confidentiality", "'=', 'company'"), READ),
    MANAGER,
}


def of_account(group, more=""):
    return {
        # Who works on a plan reads it: reading is asked of each line once.
        (group, f"[('is_account_worked', '=', True){more}]", "wcu"),
        (group, f"[('is_account_read', '=', True){more}]", READ),
    }


ACCOUNT_FAMILY = {COMPANY, *of_account("group_kam_user"), MANAGER}
# What is thought of people is for one group only, managers or not.
PEOPLE_FAMILY = {COMPANY, *of_account("group_kam_people")}
# Of forces some are what a person thinks.
NO_JUDGEMENTS = (
    "[] if user.has_group('kam_planning.group_kam_people') else [('is_judgement', '=', False)]"
)
FORCE_FAMILY = {*PLAN_FAMILY, ("", NO_JUDGEMENTS, ALL)}
# Models with other rules than their family's, and why.
OTHERS = {
    # Whoever is given an action sees and does it, without access to its plan.
    "kam.action": {*PLAN_FAMILY, ("group_kam_user", "[('user_id', '=', user.id)]", "rw")},
    "kam.force": FORCE_FAMILY,
    "kam.force.reading": FORCE_FAMILY,
    "kam.force.effect": FORCE_FAMILY,
    "kam.influence": PEOPLE_FAMILY,
    "kam.stakeholder.answer": PEOPLE_FAMILY,
    # What somebody answered reads who typed it in, manager or not: nobody is singled out.
    "kam.value.rating": {
        COMPANY,
        (
            "group_kam_user",
            "[('create_uid', '=', user.id), ('plan_id.access_user_ids', 'in', user.id)]",
            ALL,
        ),
        ("group_kam_manager", "[('create_uid', '=', user.id)]", ALL),
    },
    # The same holds for the survey of both sides.
    "kam.survey.answer": {
        COMPANY,
        (
            "group_kam_user",
            "[('create_uid', '=', user.id), ('plan_id.access_user_ids', 'in', user.id)]",
            ALL,
        ),
        ("group_kam_manager", "[('create_uid', '=', user.id)]", ALL),
    },
    # Changes tell of records that not all who read the plan may read.
    "kam.change": {*PLAN_FAMILY, ("", "[('is_record_read', '=', True)]", ALL)},
    # So do items of agendas.
    "kam.review.item": {*PLAN_FAMILY, ("", "[('is_record_read', '=', True)]", ALL)},
    # What somebody thinks of a review: his own, and when nobody is swayed by it any more.
    "kam.review.rating": {
        COMPANY,
        ("group_kam_user", "[('user_id', '=', user.id)]", ALL),
        ("group_kam_user", "[('plan_id.user_id', '=', user.id), ('is_revealed', '=', True)]", READ),
        ("group_kam_manager", "[('is_revealed', '=', True)]", READ),
    },
    # It says something of the account manager: for him and for managers.
    "kam.review.punctuality": {
        COMPANY,
        ("group_kam_user", "[('plan_id.user_id', '=', user.id)]", ALL),
        MANAGER,
    },
    # What becomes of an account is decided by managers; who leads it reads it.
    "kam.step": {COMPANY, ("group_kam_user", "[('plan_id.user_id', '=', user.id)]", ALL), MANAGER},
    # What a rater says of a customer: his own, and managers all.
    "kam.assessment": {COMPANY, ("group_kam_user", "[('rater_id', '=', user.id)]", ALL), MANAGER},
    # How customers compare: managers all, who works on an account its own of closed rounds.
    "kam.assessment.result": {
        COMPANY,
        (
            "group_kam_user",
            "[('is_account_worked', '=', True), ('round_id.state', '=', 'closed')]",
            READ,
        ),
        MANAGER,
    },
    # Some gaps tell what is thought of a person.
    "kam.gap": PEOPLE_FAMILY | of_account("group_kam_user", ", ('is_judgement', '=', False)"),
}
# The order in which overrides are called is a decision: the first one is the outermost.
ORDER = {
    ("kam.plan", "create"): [
        "portfolio.kam_plan",
        "template.kam_plan",
        "plan.kam_plan_team",
        "plan.kam_plan_approval",
        "plan.kam_plan_workflow",
        "plan.kam_plan_access",
        "plan.kam_plan_tier",
        "common.kam_guarded",
        "common.kam_checked",
        "common.kam_linked",
        "common.kam_discretion",
        "message.kam_batch_thread",
    ],
    ("kam.plan", "write"): [
        "portfolio.kam_plan",
        "sharing.kam_plan",
        "snapshot.kam_plan",
        "strategy.kam_plan",
        "relationship.kam_plan",
        "template.kam_plan",
        "execution.kam_plan",
        "plan.kam_plan_team",
        "plan.kam_plan_approval",
        "plan.kam_plan_workflow",
        "plan.kam_plan_access",
        "plan.kam_plan_tier",
        "common.kam_guarded",
        "common.kam_checked",
        "common.kam_linked",
        "common.kam_discretion",
        "execution.kam_plan_next_review",
        # Only of models that name what to follow.
        "brief.kam_reminded",
    ],
}
ADDON = "kam_planning"
GOLDEN = Path(__file__).with_name("shared_fields.txt")


@tagged("standard", "post_install", "-at_install")
class TestRegistry(TransactionCase):
    def _get_rules(self, model):
        rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
        return {self._describe(rule) for rule in rules}

    def _describe(self, rule):
        names = {"r": "perm_read", "w": "perm_write", "c": "perm_create", "u": "perm_unlink"}
        groups = rule.groups.get_external_id().values()
        return (
            ",".join(sorted(name.removeprefix("kam_planning.") for name in groups)),
            rule.domain_force,
            "".join(letter for letter, name in names.items() if rule[name]),
        )

    def _get_children(self, abstract):
        names = self.env.registry.descendants([abstract], "_inherit")
        return [name for name in names if not self.env[name]._abstract]

    def test_each_line_has_exactly_the_rules_of_its_family(self):
        for abstract, family in (
            ("kam.plan.line", PLAN_FAMILY),
            ("kam.account.line", ACCOUNT_FAMILY),
        ):
            children = self._get_children(abstract)
            self.assertGreater(len(children), 5)
            for name in children:
                self.assertEqual(self._get_rules(name), OTHERS.get(name, family), name)

    def test_each_dialogue_is_its_users_own(self):
        """Odoo lets everybody read the dialogues of others: what they say, and about what."""
        own = ("", "[('create_uid', '=', user.id)]", ALL)
        names = [name for name, model in self.env.items() if model._original_module == ADDON]
        dialogues = [name for name in names if self.env[name]._transient]
        self.assertGreater(len(dialogues), 5)
        for name in dialogues:
            self.assertEqual(self._get_rules(name), {own}, name)

    def test_overrides_come_in_the_stated_order(self):
        for (model, method), stated in ORDER.items():
            overrides = [
                f"{cls.__module__.partition('.models.')[2]}"
                for cls in type(self.env[model]).__mro__
                if ".kam_planning." in cls.__module__ and method in vars(cls)
            ]
            self.assertEqual(overrides, stated, f"{model}.{method}")

    def test_what_may_leave_is_what_the_list_says(self):
        """A change of what may leave is a change of that file, to be seen in a review."""
        shareable = sorted(
            f"{name}.{field}"
            for name, model in self.env.items()
            if not model._abstract and "_get_shared_fields" in dir(model)
            for field in model._get_shared_fields()
        )
        self.assertEqual(shareable, GOLDEN.read_text().split())

    def test_no_related_field_says_that_it_may_leave(self):
        for model in self.env.values():
            for field in model._fields.values():
                if field._module == "kam_planning" and getattr(field, "shareable", False):
                    self.assertFalse(field.related, field)

    def test_only_shareable_records_say_what_may_leave(self):
        for model in self.env.values():
            for field in model._fields.values():
                if field._module == "kam_planning" and getattr(field, "shareable", False):
                    self.assertIn("is_shared", model._fields, field)
