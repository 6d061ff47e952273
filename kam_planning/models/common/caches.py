"""Caches that all workers hold; no model of its own."""


def clear_caches(env):
    """Let all workers read anew what is cached.

    At once for this transaction, and again after its commit: until then another thread would read,
    and keep, what was.
    """
    env.registry.clear_cache()
    env.cr.postcommit.add(env.registry.clear_cache)
