"""Load the Northwind demonstration into the database of an Odoo shell.

    KAM_DEMO_DIR=demo/northwind bin/odoo shell -d kam_demo --no-http < demo/northwind/load.py

A script on standard input has no __file__, so the variable names its folder. It can be killed at
any time and run again; what is loaded already is left alone.
"""

import os
import sys

folder = os.environ.get("KAM_DEMO_DIR")
if not folder:
    sys.exit("KAM_DEMO_DIR is not set: give it the path of the folder demo/northwind.")
sys.path.insert(0, os.path.abspath(folder))

import northwind_loader  # noqa: E402  (found only now)

northwind_loader.load(env, folder, commit=env.cr.commit)  # noqa: F821  (the shell's environment)
