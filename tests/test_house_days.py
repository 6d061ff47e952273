"""Which day it is, is asked in one place. Reads the files only."""

import ast
import re
import unittest
from pathlib import Path

ADDON = Path(__file__).parents[1] / "kam_planning"
HOME_OF_DAYS = ("models/common/days.py", "tools/zones.py")
# Defaults of what somebody types, what he sees as late or old, what he prints.
TYPED_OR_READ = {
    "models/capability/kam_confirmable.py",
    "models/execution/kam_action.py",
    "models/execution/kam_review.py",
    "models/execution/kam_review_decision.py",
    "models/measure/kam_measure_entry.py",
    "models/measure/kam_target_standing.py",
    "models/plan/kam_plan.py",
    *(f"report/{name}.py" for name in ("kam_plan_handover", "kam_plan_one_page")),
    "report/kam_plan_versions.py",
    "report/kam_stakeholder.py",
    "wizard/kam_plan_create.py",
    "wizard/portfolio/kam_step_decide.py",
    *(f"models/strategy/{name}.py" for name in ("kam_value_answer", "kam_value_reading")),
    *(f"models/delivery/{name}.py" for name in ("kam_key_date", "res_users")),
    "report/kam_delivery.py",
    "models/survey/kam_survey_round.py",
    "models/papers/kam_paper_words.py",
    *(f"models/brief/{name}.py" for name in ("kam_brief", "kam_brief_lines", "kam_capture")),
    "report/kam_plan_brief.py",
    "models/brief/kam_digest.py",
    "models/sharing/kam_share_access.py",
    "models/portfolio/kam_assessment_round.py",
    "report/portfolio/kam_plan_matrix.py",
    "models/management/kam_month_line.py",
}
# Searched as it is shown: what is late or old for whoever searches.
SEARCHED_BY_READERS = {
    f"models/{name}.py"
    for name in ("capability/kam_confirmable", "execution/kam_action", "execution/kam_plan")
} | {
    f"models/{name}.py"
    for name in (
        *("execution/kam_plan_blocks", "relationship/kam_plan", "relationship/kam_plan_blocks"),
        *("delivery/kam_plan", "delivery/kam_plan_blocks", "delivery/kam_key_date"),
        *("strategy/kam_plan", "strategy/kam_plan_blocks", "strategy/kam_value_total"),
    )
}


class TestDays(unittest.TestCase):
    """Which day it is, is asked of `common/days.py`: of the company, or of whoever reads."""

    # From a moment to a day, by a zone that nobody chose.
    WAYS = {"context_today", "context_timestamp", "today", "utcnow", "fromtimestamp"}
    COLUMN_TO_DAY = re.compile(r"\w\.\w+::date\b|\bCURRENT_DATE\b|\bNOW\(\)", re.IGNORECASE)

    def _get_faults(self, source):
        faults = []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute) and node.attr in self.WAYS:
                faults.append((node.lineno, node.attr))
            elif isinstance(node, ast.Call):
                faults += self._get_faults_of_call(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                faults += [(node.lineno, at) for at in self.COLUMN_TO_DAY.findall(node.value)]
        return faults

    def _get_faults_of_call(self, call):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        owner = getattr(getattr(call.func, "value", None), "id", "")
        if (name == "date" and isinstance(call.func, ast.Attribute)) or (
            name == "now" and owner == "datetime"
        ):
            return [(call.lineno, f"{name}() of a moment")]
        values = [value.value for value in call.args if isinstance(value, ast.Constant)]
        if name == "Domain" and any(str(value).startswith("today") for value in values):
            return [(call.lineno, "today in a domain")]
        return []

    def test_no_day_is_taken_from_a_moment_elsewhere(self):
        faults = {}
        for path in sorted(ADDON.rglob("*.py")):
            name = str(path.relative_to(ADDON))
            if name not in HOME_OF_DAYS and "migrations" not in path.parts:
                found = self._get_faults(path.read_text())
                faults |= {f"{name}:{line}": reason for line, reason in found}
        readers = {place.partition(":")[0] for place in faults}
        self.assertEqual(set(faults.values()), {"today in a domain"}, faults)
        self.assertEqual(readers, SEARCHED_BY_READERS, faults)

    def test_the_readers_day_counts_only_where_somebody_types_or_reads(self):
        using = {
            str(path.relative_to(ADDON))
            for path in ADDON.rglob("*.py")
            if "today_of_user" in path.read_text()
        }
        self.assertEqual(using - set(HOME_OF_DAYS), TYPED_OR_READ)

    def test_the_client_takes_no_day_from_its_machine(self):
        for path in (ADDON / "static" / "src").rglob("*.js"):
            found = re.findall(r"new Date\(|Date\.now|DateTime\.utc|toISOString", path.read_text())
            self.assertEqual(found, [], path)

    def test_faults_are_noticed(self):
        for source in (
            "fields.Date.context_today(self)",
            "default=fields.Date.today",
            "day = record.confirmed_date.date()",
            "day = moment.date()",
            "day = datetime.now()",
            "SQL('SELECT message.date::date FROM mail_message message')",
            "Domain('date_deadline', '<', 'today')",
        ):
            self.assertEqual(len(self._get_faults(source)), 1, source)
        self.assertEqual(self._get_faults("fields.Datetime.now() < moment; date(2026, 1, 1)"), [])
