from . import test_world
