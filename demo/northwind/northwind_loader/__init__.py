"""Loads the Northwind trading records and example account plans into an Odoo database."""

from .loader import load, load_records

__all__ = ["load", "load_records"]
