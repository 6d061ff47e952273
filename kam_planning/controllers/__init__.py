from . import person
