"""The time that each station of a path allows, one bar below the other."""

from sagewire.validator.finding import Hop, PathSummary, Report

_TIME = "SW1"
_LONGEST = 40
# The margin, the gaps between the columns, and what may stand behind a bar.
_AROUND = len("      " + " (stated)")


def timed_paths(report: Report) -> list[PathSummary]:
    """The paths that findings about time lie on."""
    late = [finding for finding in report.findings if finding.rule.startswith(_TIME)]
    named = {finding.path for finding in late}
    at = {(finding.template, finding.resource) for finding in late if finding.path is None}
    return [
        path
        for path in report.paths
        if path.id in named or any((hop.template, hop.resource) in at for hop in path.hops)
    ]


def bars(path: PathSummary, *, width: int, block: str) -> list[str]:
    """A line for each hop: "REST API   29 s  ██████". width: columns of the whole."""
    kinds = max(len(hop.kind) for hop in path.hops)
    figures = [_figure(hop) for hop in path.hops]
    column = max(map(len, figures))
    room = max(1, min(_LONGEST, width - kinds - column - _AROUND))
    longest = max((hop.seconds or 0 for hop in path.hops), default=0)
    lines: list[str] = []
    for hop, figure in zip(path.hops, figures, strict=True):
        bar = block * max(1, round(room * hop.seconds / longest)) if hop.seconds else ""
        stated = " (stated)" if hop.stated and hop.seconds is not None else ""
        lines.append(f"{hop.kind:{kinds}}  {figure:>{column}}  {bar}{stated}".rstrip())
    return lines


def _figure(hop: Hop) -> str:
    if hop.seconds is None:
        return "-"
    seconds = f"{hop.seconds:,.0f}" if hop.seconds == int(hop.seconds) else f"{hop.seconds:.3g}"
    # An endpoint ends what takes longer; the others are how long something waits, or takes.
    return f"{'<= ' if hop.kind.endswith('endpoint') else ''}{seconds} s"
