"""The house keeps its floors: rooms know only those below them, one model has one place.

All but the tests of the registry read the files only, and take less than a second.
"""

import ast
import re
import unittest
from functools import cached_property
from pathlib import Path

ADDON = Path(__file__).parents[1] / "kam_planning"
MODELS = ADDON / "models"
# Room: the rooms that it may use directly. Order is the floors', the lowest first.
FLOORS = {
    "common": (),
    "message": ("common",),
    "capability": ("common",),
    "plan": ("message", "capability"),
    "account": ("plan",),
    "execution": ("plan",),
    "template": ("execution",),
    "measure": ("account", "execution", "template"),
    "whitespace": ("measure",),
    "relationship": ("account", "execution", "template"),
    "delivery": ("measure", "relationship"),
    "strategy": ("whitespace", "delivery"),
    "snapshot": ("strategy",),
    "pulse": ("snapshot",),
    "change": ("pulse",),
    "survey": ("change",),
    "meeting": ("survey",),
    "papers": ("meeting",),
    "brief": ("papers",),
    "sharing": ("brief",),
    "release": ("sharing",),
    "portfolio": ("brief",),
    "attention": ("portfolio",),
    "proof": ("portfolio",),
    "global_account": ("brief",),
    "reward": ("brief",),
    "management": ("release", "attention", "proof", "global_account", "reward"),
}
MOST_LINES, MOST_FILES, MOST_LINES_AS_SUPERUSER = 400, 30, 25
# What the benchmarks call of Odoo's private methods and fields, and of Python's.
OF_ODOO = {"_get_id", "_render_qweb_html", "_process_jobs"}
OF_PYTHON = {"_exit"}
MODULE_HOOKS = ("uninstall_hook",)  # Odoo calls these by their names, with all rights.
# What stands beside the rooms and is made of several of them.
ABOVE_ALL = ("wizard", "report", "controllers")


def below(room):
    """All rooms that a room may use: itself, those named in `FLOORS`, and what these may use."""
    rooms = {room}
    for name in FLOORS[room]:
        rooms |= below(name)
    return rooms


class Source:
    """One file of a room."""

    def __init__(self, path):
        self.path = path
        self.room = path.parent.name
        self.tree = ast.parse(path.read_text())

    def __str__(self):
        return str(self.path.relative_to(ADDON))

    @cached_property
    def models(self):
        """List of (class, model, whether it is defined here) of the classes that are models."""
        return [
            (node, *model)
            for node in self.tree.body
            if isinstance(node, ast.ClassDef) and (model := self._get_model(node))
        ]

    @staticmethod
    def _get_model(node):
        values = {}
        for item in node.body:
            if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                values[item.targets[0].id] = item.value
        name = values.get("_name")
        inherit = values.get("_inherit")
        parents = (
            [part.value for part in ast.walk(inherit) if isinstance(part, ast.Constant)]
            if inherit
            else []
        )
        if name:
            return name.value, name.value not in parents
        return (parents[0], False) if parents else None

    @cached_property
    def names(self):
        """Texts in the code that are no docstrings: list of (line, text)."""
        docstrings = {
            node.body[0].value
            for node in ast.walk(self.tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        return [
            (node.lineno, node.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in docstrings
        ]

    @cached_property
    def imports(self):
        """Rooms from which something is imported: list of (line, room)."""
        rooms = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                parts = (node.module or "").split(".")
                if node.level == 2:
                    rooms.append((node.lineno, parts[0]))
                elif node.level == 3 and parts[0] == "models":
                    rooms.append((node.lineno, parts[1]))
        return rooms


class TestFloors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sources = [
            Source(path) for path in sorted(MODELS.glob("*/*.py")) if path.name != "__init__.py"
        ]
        cls.home = {
            model: source.room
            for source in cls.sources
            for _node, model, is_defined in source.models
            if is_defined
        }

    def test_rooms_are_imported_in_their_order(self):
        tree = ast.parse((MODELS / "__init__.py").read_text())
        names = [alias.name for node in tree.body for alias in node.names]
        self.assertEqual(names, list(FLOORS))
        rooms = {path.parent.name for path in MODELS.glob("*/__init__.py")}
        self.assertEqual(rooms, set(FLOORS))
        self.assertEqual([path.name for path in MODELS.glob("*.py")], ["__init__.py"])

    def test_all_files_of_a_room_are_imported(self):
        for room in FLOORS:
            tree = ast.parse((MODELS / room / "__init__.py").read_text())
            names = {alias.name for node in tree.body for alias in node.names}
            models = {s.path.stem for s in self.sources if s.room == room and s.models}
            self.assertEqual(names, models, room)

    def test_nothing_refers_to_a_room_above(self):
        faults = []
        for source in self.sources:
            allowed = below(source.room)
            faults += [
                f"{source}:{line} imports from {room}"
                for line, room in source.imports
                if room not in allowed
            ]
            faults += [
                f"{source}:{line} names {text}, which is in {self.home[text]}"
                for line, text in source.names
                if self.home.get(text, source.room) not in allowed
            ]
        self.assertEqual(faults, [])

    def test_models_know_nothing_of_what_stands_on_them(self):
        for source in self.sources:
            for node in ast.walk(source.tree):
                if isinstance(node, ast.ImportFrom) and node.level == 3:
                    self.assertEqual((node.module or "").split(".")[0], "tools", str(source))

    def test_a_file_has_the_name_of_its_model(self):
        for source in self.sources:
            names = {model.replace(".", "_") for _node, model, _own in source.models}
            if names:
                self.assertEqual(names, {source.path.stem}, str(source))
            else:
                self.assertFalse(source.path.stem.startswith("kam_"), str(source))

    def test_a_model_has_one_class_in_a_room(self):
        seen = {}
        for source in self.sources:
            for node, model, _own in source.models:
                first = seen.setdefault((source.room, model), f"{source}:{node.lineno}")
                self.assertEqual(first, f"{source}:{node.lineno}", model)

    def test_no_decorator_takes_the_place_of_another(self):
        """Of two `api.depends` of one method Odoo knows the upper one only."""
        for source in self.sources:
            for node in ast.walk(source.tree):
                calls = getattr(node, "decorator_list", ())
                names = [ast.unparse(one.func) for one in calls if isinstance(one, ast.Call)]
                self.assertEqual(len(names), len(set(names)), str(source))

    def test_what_stands_above_the_rooms_has_the_names_of_its_models(self):
        for folder in ABOVE_ALL:
            for path in (ADDON / folder).rglob("*.py"):
                source = Source(path)
                for node, model, is_defined in source.models:
                    name = re.sub(
                        r"^report_kam_planning_report_", "kam_plan_", model.replace(".", "_")
                    )
                    if is_defined:
                        self.assertEqual(name, path.stem, f"{path}:{node.lineno}")


class SuperuserCalls(ast.NodeVisitor):
    """Where a file turns superuser: pairs (call of `sudo`, function in which it stands)."""

    def __init__(self, tree):
        self.functions, self.calls = [None], []
        self.visit(tree)

    def visit_FunctionDef(self, node):
        self.functions.append(node)
        self.generic_visit(node)
        self.functions.pop()

    def visit_Call(self, node):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "sudo":
            is_given_up = [ast.unparse(argument) for argument in node.args] == ["False"]
            if not is_given_up:
                self.calls.append((node, self.functions[-1]))
        self.generic_visit(node)


class TestSuperuser(unittest.TestCase):
    def _get_faults(self, tree):
        """Line and reason of each call that stands where it should not."""
        faults = []
        for call, function in SuperuserCalls(tree).calls:
            name = function.name if function else ""
            if name.endswith("_sudo"):
                lines = function.end_lineno - function.lineno + 1
                if lines > MOST_LINES_AS_SUPERUSER:
                    faults.append((call.lineno, f"{name} has {lines} lines"))
            elif name not in MODULE_HOOKS:
                faults.append((call.lineno, f"{name or 'the file'} has no name in _sudo"))
        return faults

    def test_superuser_only_in_small_functions_that_say_so(self):
        faults = [
            f"{path.relative_to(ADDON)}:{line} {reason}"
            for path in sorted(ADDON.rglob("*.py"))
            for line, reason in self._get_faults(ast.parse(path.read_text()))
        ]
        self.assertEqual(faults, [])

    def test_no_view_and_no_template_turns_superuser(self):
        for path in ADDON.rglob("*.xml"):
            self.assertNotIn("sudo(", path.read_text(), path)

    def test_faults_are_noticed(self):
        small = "def read_sudo(self):\n    return self.sudo()\n"
        self.assertEqual(self._get_faults(ast.parse(small)), [])
        given_up = "def read(self):\n    return self.sudo(False)\n"
        self.assertEqual(self._get_faults(ast.parse(given_up)), [])
        long = small + "    pass\n" * MOST_LINES_AS_SUPERUSER
        nested = "def f_sudo(self):\n    def g():\n        self.sudo()\n"
        for source in (small.replace("_sudo(", "("), long, nested, "env.sudo(flag)"):
            self.assertEqual(len(self._get_faults(ast.parse(source))), 1, source)


class TestDocstrings(unittest.TestCase):
    def test_all_that_others_may_call_says_what_it_does(self):
        silent = []
        for path in sorted(ADDON.rglob("*.py")):
            tree = ast.parse(path.read_text())
            scopes = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
            silent += [
                f"{path.relative_to(ADDON)}:{node.lineno} {node.name}"
                for scope in scopes
                for node in scope.body
                if isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
        self.assertEqual(silent, [])


class TestBenchmarks(unittest.TestCase):
    """`make bench` takes minutes and runs rarely: what it calls must not vanish meanwhile."""

    def test_the_methods_that_are_measured_are_there(self):
        trees = {
            path: ast.parse(path.read_text())
            for root in (ADDON, ADDON.parent / "benchmarks")
            for path in root.rglob("*.py")
        }
        defined = {
            node.name
            for tree in trees.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
        }
        called = {
            node.attr
            for path, tree in trees.items()
            if path.is_relative_to(ADDON.parent / "benchmarks")
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and re.match("_(?!_)", node.attr)
        }
        kept = {
            node.attr
            for tree in trees.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        }
        self.assertEqual(called - defined - kept, OF_ODOO | OF_PYTHON)


class TestSizes(unittest.TestCase):
    def _get_files(self, *patterns):
        roots = (ADDON, ADDON.parent / "tests", ADDON.parent / "benchmarks", ADDON.parent / "demo")
        return [path for root in roots for pattern in patterns for path in root.rglob(pattern)]

    def test_no_file_is_too_long(self):
        for path in self._get_files("*.py", "*.js", "*.scss"):
            lines = len(path.read_text().splitlines())
            self.assertLessEqual(lines, MOST_LINES, path)

    def test_no_folder_is_too_full(self):
        folders = {path.parent for path in self._get_files("*.py", "*.js", "*.xml", "*.scss")}
        for folder in folders:
            files = [path for path in folder.iterdir() if path.is_file()]
            self.assertLessEqual(len(files), MOST_FILES, folder)
