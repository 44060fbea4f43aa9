"""Where the figure of a turning point stands in a picture, so that it lies on no bar and on no name of one."""

from __future__ import annotations

from dataclasses import dataclass

from ...domain.persona import Persona


@dataclass(frozen=True)
class Labels:
    """One picture's measures, all but the last in points of trust.

    Attributes:
        far: from a turning point to the middle of its figure.
        name: from a bar to the middle of its name, which stands above it at the left.
        half: of the height of a line of writing.
        reach: so much of the picture's width the names take, from 0 to 1.
    """

    far: float
    name: float
    half: float
    reach: float

    def above(self, persona: Persona, trust: float, *, won: bool, across: float) -> bool:
        """Whether the figure stands above its mark: won ones do, lost ones do not, unless only the other side is free.

        ``across`` is how far from the left the turn stands, from 0 to 1.
        """
        bars = (persona.stance.thresholds.agreement.trust, persona.stance.thresholds.conditional.trust)
        free = {
            above: all(
                abs(place - bar) > self.half and (across > self.reach or abs(place - bar - self.name) > 2 * self.half)
                for bar in bars
            )
            for above, place in ((True, trust + self.far), (False, trust - self.far))
        }
        return won if free[won] or not free[not won] else not won
