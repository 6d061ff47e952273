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
    "plan": ("common",),
    "account": ("plan",),
    "execution": ("plan",),
    "template": ("execution",),
    "measure": ("account", "execution", "template"),
    "whitespace": ("measure",),
    "relationship": ("account", "execution", "template"),
}
MOST_LINES = 400
MOST_FILES = 30
# What stands beside the rooms and is made of several of them.
ABOVE_ALL = ("wizard", "report", "controllers")


def below(room):
    """All rooms that a room may use: itself, those named in `FLOORS`, and what these may use."""
    found = {room}
    for name in FLOORS[room]:
        found |= below(name)
    return found


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
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                parts = (node.module or "").split(".")
                if node.level == 2:
                    found.append((node.lineno, parts[0]))
                elif node.level == 3 and parts[0] == "models":
                    found.append((node.lineno, parts[1]))
        return found


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

    def test_what_stands_above_the_rooms_has_the_names_of_its_models(self):
        for folder in ABOVE_ALL:
            for path in (ADDON / folder).glob("*.py"):
                source = Source(path)
                for node, model, is_defined in source.models:
                    name = re.sub(
                        r"^report_kam_planning_report_", "kam_plan_", model.replace(".", "_")
                    )
                    if is_defined:
                        self.assertEqual(name, path.stem, f"{path}:{node.lineno}")


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
