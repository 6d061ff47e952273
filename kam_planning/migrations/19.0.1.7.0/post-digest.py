def migrate(cr, version):
    """The digest of overdue actions is part of the weekly mail, which has a day instead of an
    interval.
    """
    cr.execute("DELETE FROM ir_config_parameter WHERE key = 'kam_planning.digest_days'")
