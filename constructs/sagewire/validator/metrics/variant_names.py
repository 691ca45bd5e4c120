"""How the variants of an endpoint are called, where all of them are known."""

from collections.abc import Sequence

from sagewire.validator.graph.endpoint import Endpoint


def variant_names(endpoint: Endpoint | None) -> Sequence[str]:
    """The names of all its variants, shadow variants too; nothing where one of them is not known."""
    config = endpoint.config if endpoint else None
    if config is None or not config.whole:
        return ()
    names = [variant.name for variant in config.all_variants]
    known = [name for name in names if name is not None]
    return known if len(known) == len(names) else ()
