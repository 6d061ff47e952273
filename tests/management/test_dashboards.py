"""The two dashboards: what their files may hold, and that each tile counts what its list shows."""

import json
import re
from pathlib import Path

from odoo.fields import Domain
from odoo.tests import freeze_time

from odoo.addons.spreadsheet.utils.validate_data import fields_in_spreadsheet

from benchmarks.dashboards import DASHBOARDS, read_sources

from ..brief.reminding import RemindingCommon
from ..common.common import TODAY
from ..tools.common import PureCase

FILES = Path(__file__).parents[2] / "kam_planning" / "data" / "dashboards"
# A dashboard can be published by a link that asks for no password: this is all that one may read.
# No names of people, customers or competitors, no user, nothing that is thought of anybody.
ALLOWED = {
    "kam.plan": """
        cause_reminded_date date_end has_successor health_alarm_id health_band hygiene
        next_review_date stage_key state tier_id
    """,
    "kam.assessment.result": "is_last is_moved quadrant",
    "kam.attention": "state",
    "kam.capacity": "band is_current",
    "kam.value": "confirmed_total is_stale state",
    "kam.whitespace": "buying_center_id is_stale potential state",
    "kam.review.punctuality": "date state",
    "kam.action": "is_overdue tier_id",
    "kam.risk": "level plan_id.state rate_again review_date state",
    "kam.change": "kind plan_id.state state",
    "kam.share": "drift state",
    "res.partner": "kam_plan_missing",
}
# Told apart in a tile or chart: their labels are shown.
GROUPS = {"kind", "health_band", "quadrant", "state", "tier_id"}
TEXT = re.compile(r'^=_t\("[^"]+"\)$')
FIGURE = re.compile(r'^=PIVOT\.VALUE\((\d+),"[^"]+"(?:,"(\w+)","(\w+)")?\)$')
LINK = re.compile(r"^\[([^\[]+)\]\(odoo://view/(.+)\)$")


def read(path):
    return json.loads(path.read_text())


def find_tiles(data):
    """The scorecards of a dashboard: {title: (figure, its pivot, its group or None, its link)}."""
    front, back = data["sheets"]
    links = {}
    for place, cell in front["cells"].items():
        if found := LINK.match(cell):
            links[place] = json.loads(found[2])
    tiles = {}
    for figure in front["figures"]:
        if figure["data"]["type"] == "scorecard":
            title, column = figure["data"]["title"]["text"], "ABCDEFG"[figure["col"]]
            row = figure["data"]["keyValue"].removeprefix("Data!B")
            pivot, *group = FIGURE.match(back["cells"][f"C{row}"]).groups()
            link = links[f"{column}{figure['row'] + 4}"]
            tiles[title] = (figure, data["pivots"][pivot], group if group[0] else None, link)
    return tiles


class TestFiles(PureCase):
    def test_nothing_is_read_that_may_not_leave(self):
        for path in FILES.glob("*.json"):
            for model, names in fields_in_spreadsheet(read(path)).items():
                self.assertLessEqual(names, set(ALLOWED.get(model, "").split()), (path.name, model))

    def test_nothing_else_is_named_and_nothing_is_shown_one_by_one(self):
        for path in FILES.glob("*.json"):
            data = read(path)
            self.assertFalse(data["lists"], "A list shows records.")
            self.assertFalse(data["globalFilters"], "A filter shows names.")
            for pivot in data["pivots"].values():
                self.assertLessEqual({row["fieldName"] for row in pivot["rows"]}, GROUPS)
                self.assertFalse(pivot["columns"])
            for figure in data["sheets"][0]["figures"]:
                if meta := figure["data"].get("metaData"):
                    self.assertLessEqual(set(meta["groupBy"]), GROUPS)
                    self.assertEqual(meta["groupBy"], figure["data"]["searchParams"]["groupBy"])

    def test_each_tile_says_what_it_asks_what_to_do_and_where_to_look(self):
        for path in FILES.glob("*.json"):
            data = read(path)
            tiles, cells = find_tiles(data), data["sheets"][0]["cells"]
            self.assertGreaterEqual(len(tiles), 12)
            for title, (figure, pivot, group, link) in tiles.items():
                column, row = "ABCDEFG"[figure["col"]], figure["row"]
                question, todo = (cells[f"{column}{row + n}"] for n in (2, 3))
                self.assertRegex(question, TEXT)
                self.assertRegex(todo, TEXT)
                self.assertIn("?", question, title)
                self.assertLessEqual(len(title), 17, "It has to fit on a phone.")
                wanted = [*pivot["domain"], *([[group[0], "=", group[1]]] if group else [])]
                self.assertEqual(link["action"]["domain"], wanted, title)
                self.assertEqual(link["action"]["modelName"], pivot["model"], title)
                self.assertEqual(link["action"]["xmlId"], pivot["actionXmlId"], title)
            self.assertEqual(len(cells), 3 * len(tiles))


@freeze_time(TODAY)
class TestTiles(RemindingCommon):
    """Something for each tile; `reader` may read no more than what is of the whole company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier = cls.env.ref("kam_planning.tier_key")
        cls.customer.kam_tier_id = cls.tier
        cls.secret = cls._create_plans(2)
        cls.secret.with_user(cls.manager).action_approve()
        cls.secret.sudo().confidentiality = "team"
        cls.env.flush_all()

    def _fill(self):
        """What jobs and months would bring."""
        plans = self.plan | self.secret
        self._set(
            plans,
            health_band="danger",
            hygiene=40.0,
            next_review_date="2026-02-01",
            cause_reminded_date="2026-03-01",
            date_end="2026-04-01",
            stage_key="leaving",
        )
        last = self.secret[1]
        self._set(last, health_band=None, tier_id=None)
        alarm = self.env["kam.health.input"].search([], limit=1)
        self._set(last, health_alarm_id=alarm.id)
        bare = self.env["res.partner"].create({"name": "Bare", "is_company": True})
        bare.kam_tier_id = self.tier
        self._create_plan(partner_id=bare.id).action_submit()
        late = {"date_start": "2026-01-01", "date_deadline": "2026-02-01"}
        for plan in plans:
            self._create_action(plan, **late)
        self._set(self.risk, level="critical", rate_again=True)
        self._set(self.value, state="confirmed", confirmed_total=100.0)
        self._set(self._create_line("kam.value", name="Faster"), state="delivered")
        self._grow_old(self._create_line("kam.value", name="Cheaper"))
        self._fall_behind()
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": self.plan.id})
        self._set(share, state="agreed", drift=25.0, drift_count=1)
        self._review_late()
        self._assess()
        offering = self.env["kam.offering"].create({"name": "Tea"})
        cell = {"account_id": self.customer.id, "offering_id": offering.id}
        cell = self.env["kam.whitespace"].create(cell)
        self._set(cell, state="open", potential=500.0, stale_date="2026-03-01")
        self.env["kam.capacity"].search([("user_id", "=", self.kam.id)]).share = 0
        self.env.flush_all()
        self.env.invalidate_all()

    def _review_late(self):
        reviews = self.env["kam.review"].create([{"plan_id": self.plan.id}] * 2)
        self.env["kam.review.punctuality"].create(
            [
                {"review_id": review.id, "date": "2026-02-01", "state": state}
                for review, state in zip(reviews, ("late", "on_time"), strict=True)
            ]
        )

    def _assess(self):
        one = self.env["kam.assessment.round"].with_user(self.manager).create({"name": "First"})
        one._add_candidates(self.customer)
        self._set(one, state="closed", date_closed="2026-03-01")
        self._set(one.result_ids, quadrant="strategic", is_moved=True)

    def _count(self, user, pivot, group):
        """The figure of a tile, as the spreadsheet asks for it."""
        records = self.env[pivot["model"]].with_user(user)
        rows, sums = [row["fieldName"] for row in pivot["rows"]], [pivot["measures"][0]["id"]]
        (found,) = records.formatted_read_grouping_sets(pivot["domain"], [rows], sums)
        if not group:
            return found[0][sums[0]] if found else 0
        return next((line[sums[0]] for line in found if line[rows[0]] == group[1]), 0)

    def _list(self, user, link):
        """What the link of a tile opens."""
        records = self.env[link["action"]["modelName"]].with_user(user)
        return records.search(link["action"]["domain"])

    def test_each_tile_counts_its_list_for_each_role(self):
        self._fill()
        counted, hidden = 0, 0
        for path in FILES.glob("*.json"):
            for title, (_figure, pivot, group, link) in find_tiles(read(path)).items():
                seen = {}
                for user in (self.manager, self.kam, self.reader, self.foreign):
                    figure, records = self._count(user, pivot, group), self._list(user, link)
                    measure = pivot["measures"][0]
                    with self.subTest(tile=title, user=user.login):
                        if measure["id"] == "__count":
                            self.assertEqual(figure, len(records))
                        else:
                            total = sum(records.mapped(measure["fieldName"]))
                            self.assertEqual(figure or 0.0, total)
                    seen[user] = figure or 0
                counted += bool(seen[self.manager])
                hidden += seen[self.reader] < seen[self.manager]
                action = self.env.ref(link["action"]["xmlId"])
                self.assertEqual(action.res_model, pivot["model"], title)
        # Hours, margins and capacity are read elsewhere.
        self.assertGreaterEqual(counted, 28)
        self.assertGreaterEqual(hidden, 6)

    def test_nothing_of_other_companies_and_no_portal(self):
        self._fill()
        for name in DASHBOARDS.values():
            dashboard = self.env.ref(f"kam_planning.{name}")
            self.assertTrue(dashboard.with_user(self.kam).has_access("read"))
            self.assertFalse(dashboard.with_user(self.outsider).has_access("read"))
            self.assertFalse(dashboard.with_user(self.portal).has_access("read"))
            for model, domain, _groups, _sums in read_sources(name):
                found = self.env[model].with_user(self.foreign).search(Domain(domain))
                self.assertNotIn(self.plan.company_id, getattr(found, "company_id", found))

    def test_a_plan_that_is_missing(self):
        """Of a tier, in the company, not below a customer with a plan, whoever asks."""
        partners = self.env["res.partner"]
        names = ("Bare", "Below", "Plain", "Left")
        bare, below, plain, left = partners.create(
            [{"name": name, "is_company": True} for name in names]
        )
        (bare | below | left | self.secret.partner_id).kam_tier_id = self.tier
        below.parent_id = self.secret.partner_id[0]
        left.active = False
        mine = bare | below | plain | left | self.customer | self.secret.partner_id
        missing = [("kam_plan_missing", "=", True), ("id", "in", mine.ids)]
        for user in (self.manager, self.kam, self.reader):
            self.assertEqual(partners.with_user(user).search(missing), bare)
            self.assertEqual(mine.with_user(user).filtered("kam_plan_missing"), bare)
        self.assertFalse(partners.with_user(self.foreign).search(missing))
        self.secret[0].with_user(self.manager).action_close()
        self.assertEqual(
            partners.with_user(self.reader).search(missing),
            bare | below | self.secret[0].partner_id,
        )
        # Above each other.
        bare.parent_id = below
        self.env.cr.execute(
            "UPDATE res_partner SET parent_id = %s WHERE id = %s", (bare.id, below.id)
        )
        self.env.invalidate_all()
        self.assertIn(bare, partners.search(missing))

    def test_few_reads_of_what_is_stored(self):
        """As many requests as sources, and no source asks more with more plans."""
        for name in DASHBOARDS.values():
            sources = read_sources(name)
            self.assertLessEqual(len(sources), 18)
            counts = []
            for _more in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                for model, domain, groups, sums in sources:
                    records = self.env[model].with_user(self.manager)
                    records.formatted_read_grouping_sets(domain, groups, sums)
                counts.append(self.env.cr.sql_log_count - before)
                self._create_plans(5).with_user(self.manager).action_approve()
            self.assertLessEqual(counts[1], counts[0] + 2)
