"""Parse every XML file below the folders given; name those that are not well-formed."""

import sys
from pathlib import Path
from xml.etree import ElementTree

bad = 0
for folder in sys.argv[1:]:
    for path in sorted(Path(folder).rglob("*.xml")):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            bad += 1
            print(f"{path}: {error}")
sys.exit(bool(bad))
